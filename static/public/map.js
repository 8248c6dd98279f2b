/*
 * The map: one stop for the tab key, arrow keys from commune to commune by name, a tip on hover, tap and focus.
 * Without this script each commune is a link to its answer; the list has them all.
 */

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
const LINGER = 200; // milliseconds for the way from a commune to its tip

class NetworkMap {
  constructor(box) {
    this.box = box;
    this.drawing = box.querySelector("svg");
    this.areas = [...box.querySelectorAll("a")];
    this.asked = box.querySelector(".map__asked");
    this.tip = box.querySelector(".map__tip");
    this.areas.forEach((area) => this.listen(area));
    this.drawing.addEventListener("keydown", (event) => this.press(event));
    this.tip.addEventListener("pointerenter", () => clearTimeout(this.leaving));
    this.tip.addEventListener("pointerleave", () => this.leave());
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.hide());
    document.addEventListener("commune-answered", (event) => this.showAsked(event.detail));
    window.addEventListener("resize", () => this.tip.hidden || this.place());
    document.addEventListener("pointerdown", (event) => this.box.contains(event.target) || this.hide());
  }

  listen(area) {
    area.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && this.show(area));
    area.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && this.leave());
    area.addEventListener("focus", () => this.moveTo(area));
    area.addEventListener("blur", () => this.hide());
    area.addEventListener("click", () => this.show(area));
  }

  press(event) {
    const at = this.areas.indexOf(document.activeElement);
    const number = this.areas.length;
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (event.key in STEPS) {
      this.areas[(at + STEPS[event.key] + number) % number].focus();
    } else if (event.key === "Home" || event.key === "End") {
      this.areas.at(event.key === "Home" ? 0 : -1).focus();
    } else {
      return;
    }
    event.preventDefault();
  }

  moveTo(area) {
    this.areas.forEach((other) => other.setAttribute("tabindex", other === area ? "0" : "-1"));
    this.show(area);
  }

  leave() {
    clearTimeout(this.leaving);
    this.leaving = setTimeout(() => this.hide(), LINGER);
  }

  hide() {
    this.tip.hidden = true;
  }

  show(area) {
    const [name, state] = area.getAttribute("aria-label").split(", im Netzwerk ");
    this.showTip(name, `im Netzwerk ${state}`, Number(area.dataset.x), Number(area.dataset.y));
  }

  /** The commune somebody has asked for: its outline, and its tip. */
  showAsked({ name, ags, outline }) {
    this.asked.setAttribute("d", outline ?? "");
    const area = this.areas.find((candidate) => candidate.dataset.ask === ags);
    if (area) {
      this.show(area);
    } else if (outline) {
      const { x, y, width, height } = this.asked.getBBox();
      this.showTip(name, "noch nicht im Netzwerk", x + width / 2, y + height / 2);
    } else {
      this.hide();
    }
  }

  showTip(name, state, x, y) {
    clearTimeout(this.leaving);
    const title = document.createElement("strong");
    title.textContent = name;
    this.tip.replaceChildren(title, document.createElement("br"), state);
    this.tip.hidden = false;
    this.point = [x, y];
    this.place();
  }

  /** Above the point, or below it where there is no room; never beyond the edges of the map. */
  place() {
    const [x, y] = this.point;
    const { width, height } = this.drawing.getBoundingClientRect();
    const [left, top] = [(x / 1000) * width, (y / 760) * height];
    const room = width - this.tip.offsetWidth;
    this.tip.style.left = `${Math.max(0, Math.min(room, left - this.tip.offsetWidth / 2))}px`;
    const above = top - this.tip.offsetHeight - 18;
    this.tip.style.top = `${above >= 0 ? above : top + 18}px`;
  }
}

document.querySelectorAll("[data-map]").forEach((box) => new NetworkMap(box));
