//! Font files of which all together no more than a bound is read: what a font says of its tables may be
//! wrong, and what is read of it stays in memory.

use std::cell::Cell;
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::rc::Rc;

use crate::bounds::FONTS_READ;

/// How much was read of all files of a report.
pub(super) type Meter = Rc<Cell<u64>>;

/// A file whose reading counts.
pub(super) struct Metered<F> {
    pub(super) file: F,
    pub(super) meter: Meter,
}

impl<F: Read> Read for Metered<F> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.meter.set(self.meter.get().saturating_add(read as u64));
        if self.meter.get() > FONTS_READ.most {
            return Err(io::Error::new(ErrorKind::FileTooLarge, FONTS_READ.passed(None)));
        }
        Ok(read)
    }
}

impl<F: Seek> Seek for Metered<F> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_of_several_files_is_counted_together() {
        let meter = Meter::default();
        let file = || Metered { file: io::repeat(0), meter: Rc::clone(&meter) };
        let half = FONTS_READ.most / 2;
        assert!(io::copy(&mut file().take(half), &mut io::sink()).is_ok());
        assert!(io::copy(&mut file().take(half), &mut io::sink()).is_ok());
        let fault = file().read(&mut [0]).unwrap_err();
        assert_eq!(fault.to_string(), FONTS_READ.passed(None));
    }
}
