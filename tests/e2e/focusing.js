/* Whether each control shows its focus, and nothing that sticks or floats lies over it: a list of sentences. */
() => {
  const faults = [];
  const name = (node) => `${node.localName}${node.id ? "#" + node.id : ""}.${[...node.classList].join(".")} "${(node.innerText ?? "").trim().slice(0, 40)}"`;
  const LOOK = ["outlineStyle", "outlineWidth", "outlineColor", "boxShadow", "backgroundColor", "borderBottomColor", "textDecorationThickness"];
  const around = (node) => [node, node.parentElement, node.parentElement.parentElement]; // a card may show it for its link
  const look = (node) => around(node).map((one) => LOOK.map((key) => getComputedStyle(one)[key]).join()).join();
  const all = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const controls = [...document.querySelectorAll(all)].filter((node) => !node.disabled && node.checkVisibility({ visibilityProperty: true }));
  for (const control of controls) {
    document.activeElement?.blur();
    const before = look(control);
    control.focus({ focusVisible: true });
    if (document.activeElement !== control) continue;
    if (!control.matches(":focus-visible")) faults.push(`not focus-visible: ${name(control)}`);
    if (look(control) === before) faults.push(`focus does not show: ${name(control)}`);
    const box = control.getClientRects()[0];
    const top = Math.max(box.top, 0);
    const middle = (top + Math.min(box.bottom, innerHeight)) / 2; // of what is seen of it
    const spots = [0.1, 0.5, 0.9].map((part) => [box.left + box.width * part, middle]);
    const isOn = ([x, y]) => {
      const hit = document.elementFromPoint(x, y);
      return hit && (hit === control || control.contains(hit) || hit.contains(control) || [...(control.labels ?? [])].some((label) => label.contains(hit)));
    };
    if (!spots.some(isOn)) {
      const [x, y] = spots[1];
      const over = document.elementFromPoint(x, y);
      faults.push(`focus hidden at ${Math.round(x)},${Math.round(y)} by ${over ? name(over) : "the edge"}: ${name(control)}`);
    }
  }
  document.activeElement?.blur();
  scrollTo(0, 0);
  return faults;
};
