/* What does not fit on the page as it is laid out now: a list of sentences, empty if all is well. */
(leastLabel) => {
  const faults = [];
  const width = document.documentElement.clientWidth;
  const name = (node) => `${node.localName}${node.id ? "#" + node.id : ""}.${[...node.classList].join(".")} "${(node.innerText ?? "").trim().slice(0, 40)}"`;
  const style = (node) => getComputedStyle(node);
  const isSeen = (node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const isForEarsOnly = (node) => node.closest(".kern-sr-only, .skip-link") !== null || (node.offsetWidth <= 1 && node.offsetHeight <= 1);
  const scrolls = (node) => node && (/(auto|scroll)/.test(style(node).overflowX) || scrolls(node.parentElement));

  const tooWide = document.documentElement.scrollWidth - width;
  if (tooWide > 0) {
    const widest = [...document.querySelectorAll("body *")].filter((node) => node.getBoundingClientRect().right > width + 1);
    faults.push(`${tooWide} px too wide: ${widest.slice(-3).map(name).join(", ")}`);
  }

  for (const node of document.querySelectorAll("body *")) {
    const ownText = [...node.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.data.trim());
    if (!ownText || !isSeen(node) || isForEarsOnly(node) || node.closest("svg, select, canvas, summary + *[hidden]")) continue;
    const range = document.createRange();
    const ownBoxes = [...node.childNodes].filter((child) => child.nodeType === Node.TEXT_NODE).flatMap((child) => (range.selectNode(child), [...range.getClientRects()]));
    const beyond = ownBoxes.some((box) => box.width && (box.right > width + 1 || box.left < -1));
    if (beyond && !scrolls(node.parentElement)) faults.push(`text beyond the screen: ${name(node)}`);
    for (let box = node; box && box !== document.body; box = box.parentElement) {
      const { overflowX, overflowY, display } = style(box);
      if (display === "inline" || display === "contents") continue;
      const wider = box.scrollWidth > box.clientWidth + 1 && (box === node || overflowX !== "visible");
      const higher = box.scrollHeight > box.clientHeight + 1 && /(hidden|clip)/.test(overflowY);
      if ((wider && !/(auto|scroll)/.test(overflowX)) || higher) faults.push(`text cut off in ${name(box)}`);
    }
  }

  for (const control of document.querySelectorAll("input[type=radio], input[type=checkbox]")) {
    const label = control.labels?.[0];
    if (label && isSeen(label) && label.getBoundingClientRect().height < leastLabel - 0.5)
      faults.push(`label of only ${label.getBoundingClientRect().height} px: ${name(label)}`);
  }
  return [...new Set(faults)];
};
