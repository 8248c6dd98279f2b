/*
 * The exact PDF on the page: pdf.js draws each page when it comes near, a text layer lies over it for selecting
 * and for screen readers, and it can be made larger. Addresses of pdf.js come from data attributes, because
 * static files carry a hash in their names.
 */

const ZOOM_STEPS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4];
const MAX_PIXEL_RATIO = 2;
const CSS_UNITS = 96 / 72;

class PdfReader {
  constructor(root) {
    this.root = root;
    this.zoom = 1;
    this.pages = [];
    this.buildToolbar();
    this.view = element("div", {
      className: "pdf-reader__view",
      tabIndex: 0,
      role: "region",
      ariaLabel: `${root.dataset.title}, Seiten`,
    });
    root.append(this.view);
    root.addEventListener("keydown", (event) => this.onKey(event));
  }

  buildToolbar() {
    const bar = element("div", { className: "pdf-reader__bar", role: "group", ariaLabel: "Ansicht des Dokuments" });
    this.smaller = button("Verkleinern", "−", () => this.step(-1));
    this.larger = button("Vergrößern", "+", () => this.step(1));
    this.fit = button("Auf Seitenbreite", "Seitenbreite", () => this.setZoom(1));
    this.status = element("p", { className: "pdf-reader__status", role: "status" });
    this.status.textContent = "Das Dokument wird geladen …";
    bar.append(this.smaller, this.larger, this.fit, this.status);
    this.root.append(bar);
  }

  async open() {
    const { url, library, worker } = this.root.dataset;
    this.pdfjs = await import(library);
    this.pdfjs.GlobalWorkerOptions.workerSrc = worker;
    // No eval and no WebAssembly: the portal's content security policy allows neither.
    this.pdf = await this.pdfjs.getDocument({ url, isEvalSupported: false, useWasm: false, enableXfa: false }).promise;
    for (let number = 1; number <= this.pdf.numPages; number += 1) {
      this.pages.push(await this.place(number));
    }
    this.nearby = new IntersectionObserver((entries) => this.onScroll(entries), {
      root: this.view,
      rootMargin: "100% 0px",
    });
    this.pages.forEach(({ box }) => this.nearby.observe(box));
    this.watchWidth();
    this.layout();
  }

  /** An empty page of the right proportions; it is drawn when it comes near. */
  async place(number) {
    const page = await this.pdf.getPage(number);
    const box = element("div", {
      className: "pdf-reader__page",
      role: "group",
      ariaLabel: `Seite ${number} von ${this.pdf.numPages}`,
    });
    this.view.append(box);
    return { page, box, near: false, drawn: 0, task: null };
  }

  watchWidth() {
    let width = this.view.clientWidth;
    new ResizeObserver(() => {
      if (this.view.clientWidth !== width) {
        width = this.view.clientWidth;
        this.layout();
      }
    }).observe(this.view);
  }

  onScroll(entries) {
    for (const entry of entries) {
      const page = this.pages.find(({ box }) => box === entry.target);
      page.near = entry.isIntersecting;
      this.draw(page);
    }
  }

  onKey(event) {
    const step = { "+": 1, "-": -1 }[event.key];
    if (step && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      this.step(step);
    }
  }

  step(direction) {
    const current = ZOOM_STEPS.indexOf(this.zoom);
    this.setZoom(ZOOM_STEPS[Math.min(Math.max(current + direction, 0), ZOOM_STEPS.length - 1)]);
  }

  setZoom(zoom) {
    if (zoom === this.zoom) {
      return;
    }
    const { view } = this;
    const middle = (view.scrollTop + view.clientHeight / 2) / view.scrollHeight;
    const centre = (view.scrollLeft + view.clientWidth / 2) / view.scrollWidth;
    this.zoom = zoom;
    this.layout();
    view.scrollTop = middle * view.scrollHeight - view.clientHeight / 2;
    view.scrollLeft = centre * view.scrollWidth - view.clientWidth / 2;
  }

  /** Zoom 1 means: the page is as wide as the view, but not wider than its real size and a half. */
  scaleOf(page) {
    const style = getComputedStyle(this.view);
    const room = this.view.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    const natural = page.getViewport({ scale: 1 }).width;
    return Math.min(room / natural, CSS_UNITS * 1.5) * this.zoom;
  }

  layout() {
    if (!this.view.clientWidth) {
      return;
    }
    for (const entry of this.pages) {
      entry.scale = this.scaleOf(entry.page);
      const { width, height } = entry.page.getViewport({ scale: entry.scale });
      entry.box.style.width = `${Math.floor(width)}px`;
      entry.box.style.height = `${Math.floor(height)}px`;
      entry.box.style.setProperty("--total-scale-factor", entry.scale);
      this.draw(entry);
    }
    this.smaller.setAttribute("aria-disabled", String(this.zoom === ZOOM_STEPS[0]));
    this.larger.setAttribute("aria-disabled", String(this.zoom === ZOOM_STEPS.at(-1)));
    const pages = this.pages.length === 1 ? "1 Seite" : `${this.pages.length} Seiten`;
    this.status.textContent = `${pages}, ${Math.round(this.zoom * 100)} %`;
  }

  async draw(entry) {
    if (!entry.near || entry.drawn === entry.scale) {
      return;
    }
    entry.drawn = entry.scale;
    entry.task?.cancel();
    const viewport = entry.page.getViewport({ scale: entry.scale });
    const ratio = Math.min(window.devicePixelRatio || 1, MAX_PIXEL_RATIO);
    const canvas = element("canvas", { width: Math.floor(viewport.width * ratio), height: Math.floor(viewport.height * ratio) });
    canvas.setAttribute("aria-hidden", "true");
    const text = element("div", { className: "textLayer" });
    entry.task = entry.page.render({ canvas, viewport, transform: [ratio, 0, 0, ratio, 0, 0] });
    try {
      await entry.task.promise;
      if (entry.drawn !== entry.scale) {
        return;
      }
      entry.box.replaceChildren(canvas, text);
      await new this.pdfjs.TextLayer({
        textContentSource: entry.page.streamTextContent(),
        container: text,
        viewport,
      }).render();
    } catch (error) {
      if (error.name !== "RenderingCancelledException") {
        throw error;
      }
    }
  }

  fail() {
    this.root.replaceChildren(
      element("p", { textContent: "Das Dokument lässt sich hier nicht anzeigen. Bitte laden Sie es herunter." }),
    );
  }
}

function element(tag, properties) {
  const node = document.createElement(tag);
  const { role, ...rest } = properties;
  if (role) {
    node.setAttribute("role", role);
  }
  return Object.assign(node, rest);
}

/** A button whose visible text may be a sign; its name says what it does. */
function button(name, text, act) {
  const node = element("button", { type: "button", className: "pdf-reader__button", textContent: text });
  if (name !== text) {
    node.setAttribute("aria-label", name);
    node.title = name;
  }
  node.addEventListener("click", () => {
    if (node.getAttribute("aria-disabled") !== "true") {
      act();
    }
  });
  return node;
}

function start(root) {
  const reader = new PdfReader(root);
  reader.open().catch((error) => {
    console.warn("pdf-reader:", error.message);
    reader.fail();
  });
}

/* pdf.js is large: it is fetched when the reader is looked at, not while it waits in a closed <details>. */
const seen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (isIntersecting) {
      seen.unobserve(target);
      start(target);
    }
  }
});
document.querySelectorAll("[data-pdf-reader]").forEach((root) => seen.observe(root));
