//! The order in which the format demands what an element holds (ISO/IEC 29500-1, Annex A). Word calls
//! a file damaged in which it is another.

use crate::support::word::Element;

/// An element, what it may hold, in order; `*` stands behind what may be there more than once.
const ORDERS: &[(&str, &str)] = &[
    (
        "w:pPr",
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers \
        pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE \
        autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents \
        suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle \
        rPr sectPr pPrChange",
    ),
    (
        "w:rPr",
        "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint \
        noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect \
        bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
    ),
    ("w:pBdr", "top left bottom right between bar"),
    ("w:tabs", "tab*"),
    ("w:tbl", "tblPr tblGrid tr*"),
    (
        "w:tblPr",
        "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc \
        tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    ),
    ("w:tblBorders", "top left bottom right insideH insideV"),
    ("w:tblCellMar", "top left bottom right"),
    ("w:tblGrid", "gridCol*"),
    ("w:tr", "tblPrEx trPr tc*"),
    ("w:trPr", "cantSplit trHeight tblHeader jc hidden"),
    (
        "w:tcPr",
        "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText \
        vAlign hideMark",
    ),
    ("w:tcBorders", "top left bottom right insideH insideV tl2br tr2bl"),
    ("w:tcMar", "top left bottom right"),
    (
        "w:sectPr",
        "footerReference* footnotePr endnotePr type pgSz pgMar paperSrc pgBorders \
        lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter \
        docGrid printerSettings",
    ),
    ("w:styles", "docDefaults latentStyles style*"),
    ("w:docDefaults", "rPrDefault pPrDefault"),
    (
        "w:style",
        "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed \
        qFormat locked personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr \
        tblStylePr*",
    ),
    ("w:fonts", "font*"),
    (
        "w:font",
        "altName panose1 charset family notTrueType pitch sig embedRegular embedBold embedItalic \
        embedBoldItalic",
    ),
    (
        "w:settings",
        "writeProtection view zoom removePersonalInformation removeDateAndTime \
        doNotDisplayPageBoundaries displayBackgroundShape printPostScriptOverText \
        printFractionalCharacterWidth printFormsData embedTrueTypeFonts embedSystemFonts \
        saveSubsetFonts saveFormsData mirrorMargins alignBordersAndEdges bordersDoNotSurroundHeader \
        bordersDoNotSurroundFooter gutterAtTop hideSpellingErrors hideGrammaticalErrors \
        activeWritingStyle* proofState formsDesign attachedTemplate linkStyles stylePaneFormatFilter \
        stylePaneSortMethod documentType mailMerge revisionView trackRevisions doNotTrackMoves \
        doNotTrackFormatting documentProtection autoFormatOverride styleLockTheme styleLockQFSet \
        defaultTabStop autoHyphenation consecutiveHyphenLimit hyphenationZone doNotHyphenateCaps \
        showEnvelope summaryLength clickAndTypeStyle defaultTableStyle evenAndOddHeaders \
        bookFoldRevPrinting bookFoldPrinting bookFoldPrintingSheets drawingGridHorizontalSpacing \
        drawingGridVerticalSpacing displayHorizontalDrawingGridEvery displayVerticalDrawingGridEvery \
        doNotUseMarginsForDrawingGridOrigin drawingGridHorizontalOrigin drawingGridVerticalOrigin \
        doNotShadeFormData noPunctuationKerning characterSpacingControl printTwoOnOne \
        strictFirstAndLastChars noLineBreaksAfter noLineBreaksBefore savePreviewPicture \
        doNotValidateAgainstSchema saveInvalidXml ignoreMixedContent alwaysShowPlaceholderText \
        doNotDemarcateInvalidXml saveXmlDataOnly useXSLTWhenSaving saveThroughXslt showXMLTags \
        alwaysMergeEmptyNamespace updateFields hdrShapeDefaults footnotePr endnotePr compat docVars \
        rsids mathPr attachedSchema* themeFontLang clrSchemeMapping doNotIncludeSubdocsInStats \
        doNotAutoCompressPictures forceUpgrade captions readModeInkLockDown smartTagType* \
        schemaLibrary shapeDefaults doNotEmbedSmartTags decimalSymbol listSeparator",
    ),
    (
        "w:compat",
        "useSingleBorderforContiguousCells wpJustification noTabHangInd noLeading spaceForUL \
        noColumnBalance balanceSingleByteDoubleByteWidth noExtraLineSpacing \
        doNotLeaveBackslashAlone ulTrailSpace doNotExpandShiftReturn spacingInWholePoints \
        lineWrapLikeWord6 printBodyTextBeforeHeader printColBlack wpSpaceWidth showBreaksInFrames \
        subFontBySize suppressBottomSpacing suppressTopSpacing suppressSpacingAtTopOfPage \
        suppressTopSpacingWP suppressSpBfAfterPgBrk swapBordersFacingPages convMailMergeEsc \
        truncateFontHeightsLikeWP6 mwSmallCaps usePrinterMetrics doNotSuppressParagraphBorders \
        wrapTrailSpaces footnoteLayoutLikeWW8 shapeLayoutLikeWW8 alignTablesRowByRow \
        forgetLastTabAlignment adjustLineHeightInTable autoSpaceLikeWord95 noSpaceRaiseLower \
        doNotUseHTMLParagraphAutoSpacing layoutRawTableWidth layoutTableRowsApart \
        useWord97LineBreakRules doNotBreakWrappedTables doNotSnapToGridInCell \
        selectFldWithFirstOrLastChar applyBreakingRules doNotWrapTextWithPunct \
        doNotUseEastAsianBreakRules useWord2002TableStyleRules growAutofit useFELayout \
        useNormalStyleForList doNotUseIndentAsNumberingTabStop useAltKinsokuLineBreakRules \
        allowSpaceOfSameStyleInTable doNotSuppressIndentation doNotAutofitConstrainedTables \
        autofitToFirstFixedWidthCell underlineTabInNumList displayHangulFixedWidth \
        splitPgBreakAndParaMark doNotVertAlignCellWithSp doNotBreakConstrainedForcedTable \
        doNotVertAlignInTxbx useAnsiKerningPairs cachedColBalance compatSetting*",
    ),
];

/// What in a part does not stand as the format demands it.
pub(super) fn faults(part: &Element) -> Vec<String> {
    part.all().into_iter().flat_map(faults_of).collect()
}

fn faults_of(element: &Element) -> Vec<String> {
    let mut faults = Vec::new();
    let first = element.children.first().map(|child| child.name.as_str());
    match element.name.as_str() {
        "w:p" => {
            let late = element.children.iter().skip(1).any(|child| child.name == "w:pPr");
            faults.extend(late.then(|| "w:pPr is not the first of w:p".to_owned()));
        }
        "w:r" => {
            let late = element.children.iter().skip(1).any(|child| child.name == "w:rPr");
            faults.extend(late.then(|| "w:rPr is not the first of w:r".to_owned()));
        }
        "w:tc" => {
            let last = element.children.last().map(|child| child.name.as_str());
            let is_right = first == Some("w:tcPr") && last == Some("w:p");
            faults.extend((!is_right).then(|| format!("w:tc from {first:?} to {last:?}")));
        }
        "w:body" => {
            let last = element.children.last().map(|child| child.name.as_str());
            faults.extend((last != Some("w:sectPr")).then(|| "w:body ends otherwise".to_owned()));
        }
        name => {
            if let Some((_, order)) = ORDERS.iter().find(|(of, _)| *of == name) {
                faults.extend(out_of_order(element, order));
            }
        }
    }
    faults
}

fn out_of_order(element: &Element, order: &str) -> Vec<String> {
    let order: Vec<&str> = order.split_whitespace().collect();
    let mut faults = Vec::new();
    // The first place at which the next child may stand.
    let mut from = 0;
    for child in &element.children {
        let name = child.name.strip_prefix("w:").unwrap_or(&child.name);
        // The two may stand in any order.
        let name = if name == "headerReference" { "footerReference" } else { name };
        let is_of = |one: &&str| one.trim_end_matches('*') == name;
        match order.iter().position(is_of) {
            None => faults.push(format!("{} holds {}", element.name, child.name)),
            Some(at) if at < from => {
                faults.push(format!("{} stands too late in {}", child.name, element.name));
            }
            Some(at) if order[at].ends_with('*') => from = at,
            Some(at) => from = at + 1,
        }
    }
    faults
}

#[test]
fn what_stands_in_another_order_is_found() {
    let faults = |xml: &str| faults(&crate::support::word::parse(xml));
    let none: [String; 0] = [];
    assert_eq!(faults("<w:pPr><w:pStyle/><w:spacing/><w:jc/></w:pPr>"), none);
    assert_eq!(faults("<w:tabs><w:tab/><w:tab/></w:tabs>"), none);
    for xml in [
        "<w:p><w:r/><w:pPr/></w:p>",
        "<w:pPr><w:jc/><w:spacing/></w:pPr>",
        "<w:pPr><w:jc/><w:jc/></w:pPr>",
        "<w:pPr><w:unknown/></w:pPr>",
        "<w:tc><w:tcPr/></w:tc>",
        "<w:tcPr><w:vMerge/><w:gridSpan/></w:tcPr>",
        "<w:tbl><w:tblPr><w:tblLayout/><w:tblW/></w:tblPr></w:tbl>",
    ] {
        assert_eq!(faults(xml).len(), 1, "{xml}");
    }
}
