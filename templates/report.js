"use strict";
/* 网页脚本：锦上添花，没有它内容一样不少。改了以后不用登记，策略里的校验值自动算出来。 */
(() => {
  const root = document.documentElement;
  const links = [...document.querySelectorAll(".contents a")];
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

  /* 按 Esc 收起指标的说明，再移到别的数上又会出来 */
  addEventListener("keydown", (event) => root.classList.toggle("quiet", event.key === "Escape"));
  addEventListener("pointerover", () => root.classList.remove("quiet"));
})();
