"use strict";
/* 网页脚本：锦上添花，没有它内容一样不少。改了以后不用登记，策略里的校验值自动算出来。 */
(() => {
  const root = document.documentElement;
  const links = [...document.querySelectorAll(".contents li:not(.to-record) a")];
  const places = links.map((link) => document.getElementById(link.hash.slice(1)));

  /* 目录里标出正在读的一节：最后一个已经到了窗口上部的标题 */
  const mark = () => {
    const current = places.findLastIndex((place) => place.getBoundingClientRect().top < innerHeight / 4);
    links.forEach((link, index) => {
      if (index === current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  };
  addEventListener("scroll", mark, { passive: true });
  mark();

  /* 窄屏先把目录收起来 */
  if (matchMedia("(max-width: 60rem)").matches) document.querySelector(".contents details").open = false;

  /* 打印按钮：没有脚本就不出现 */
  const print = document.getElementById("print");
  print.hidden = false;
  print.addEventListener("click", () => window.print());

  /* 一段（一格）里的数只占一个 Tab 停靠位，用左右方向键走到其余的数 */
  for (const block of document.querySelectorAll(".text :is(p, h2, h3, h4, h5, table)")) {
    const figures = [...block.querySelectorAll(".figure")];
    figures.forEach((figure, index) => {
      figure.tabIndex = index === 0 ? 0 : -1;
      if (figures.length > 1) figure.dataset.more = `这里有 ${figures.length} 个数，这是第 ${index + 1} 个，按 ← → 看其余的`;
      figure.addEventListener("keydown", (event) => {
        const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
        const next = step && figures[index + step];
        if (!next || event.altKey || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        next.focus();
      });
      figure.addEventListener("focus", () => figures.forEach((other) => (other.tabIndex = other === figure ? 0 : -1)));
    });
  }

  /* 按 Esc 收起指标的说明，再移到别的数上又会出来 */
  addEventListener("keydown", (event) => root.classList.toggle("quiet", event.key === "Escape"));
  addEventListener("pointerover", () => root.classList.remove("quiet"));
})();
