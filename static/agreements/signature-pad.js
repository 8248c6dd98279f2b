/*
 * The signature pad: drawn with finger, pen or mouse on a sheet that fills the screen. The typed name is the equal way.
 *
 * Strokes are kept in the pad's own coordinates, 600 wide and 200 high, whatever the size on the screen. Turning
 * the phone only draws them again. They leave the page as JSON in the hidden field "strokes":
 * [[[x, y], ...], ...], one list for each stroke, at most MAX_POINTS points in all. Closing the sheet loses nothing.
 */

const PAD = { width: 600, height: 200 };
const MAX_POINTS = 5000;
const MIN_DISTANCE = 1.5;
const INK_WIDTH = 4;
const INK_COLOUR = "#12306b";
// What is nowhere wider or higher is a dot to the eye; the server refuses it as well. Below SMALL it is told.
const DOT = 12;
const SMALL = 120;
const EMPTY = "Das Feld ist noch leer.";
const ONLY_A_DOT = "Das ist nur ein Punkt. Bitte zeichnen Sie Ihren Namen.";
const FULL = "Das Feld ist voll. Bitte nehmen Sie einen Strich zurück, wenn Sie weiterzeichnen möchten.";

class SignaturePad {
  /** ``root`` holds the canvas and its buttons; ``changed`` is called with the strokes after each change. */
  constructor(root, field, changed) {
    this.canvas = root.querySelector("[data-signature-canvas]");
    this.status = root.querySelector("[data-signature-status]");
    this.field = field;
    this.changed = changed;
    this.pointer = null;
    // Each change remembers what was there before it: undo takes back a stroke, and brings back what was cleared.
    this.before = [];
    this.read();

    this.canvas.addEventListener("pointerdown", (event) => this.begin(event));
    this.canvas.addEventListener("pointermove", (event) => this.extend(event));
    for (const name of ["pointerup", "pointercancel", "lostpointercapture"]) {
      this.canvas.addEventListener(name, (event) => this.end(event));
    }
    root.querySelector("[data-signature-undo]").addEventListener("click", () => this.undo());
    root.querySelector("[data-signature-clear]").addEventListener("click", () => this.clear());
    new ResizeObserver(() => this.draw()).observe(this.canvas);
  }

  /** What the server keeps or sent back, what this window kept, or the browser after Back. */
  read() {
    this.strokes = strokesIn(this.field.value);
    this.before = this.strokes.map((_stroke, index) => this.strokes.slice(0, index));
    this.describe();
    this.draw();
  }

  get pointCount() {
    return this.strokes.reduce((sum, stroke) => sum + stroke.length, 0);
  }

  /** What is wrong with the drawing, or nothing. */
  get problem() {
    return this.pointCount === 0 ? EMPTY : extent(this.strokes) < DOT ? ONLY_A_DOT : "";
  }

  begin(event) {
    if (this.pointer !== null || event.button !== 0) {
      return;
    }
    event.preventDefault();
    this.pointer = event.pointerId;
    this.canvas.setPointerCapture(event.pointerId);
    this.before.push(this.strokes);
    this.strokes = [...this.strokes, []];
    this.add(event);
    this.draw();
  }

  extend(event) {
    if (event.pointerId !== this.pointer) {
      return;
    }
    const steps = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
    (steps.length ? steps : [event]).forEach((step) => this.add(step));
    this.draw();
  }

  end(event) {
    if (event.pointerId !== this.pointer) {
      return;
    }
    this.pointer = null;
    if (this.strokes.at(-1).length === 0) {
      this.strokes = this.before.pop();
    }
    this.save();
  }

  add(event) {
    if (this.pointCount >= MAX_POINTS) {
      return;
    }
    const box = this.canvas.getBoundingClientRect();
    const point = [
      clamp(((event.clientX - box.left) / box.width) * PAD.width, PAD.width),
      clamp(((event.clientY - box.top) / box.height) * PAD.height, PAD.height),
    ];
    const stroke = this.strokes.at(-1);
    const last = stroke.at(-1);
    if (!last || Math.hypot(point[0] - last[0], point[1] - last[1]) >= MIN_DISTANCE) {
      stroke.push(point);
    }
  }

  undo() {
    if (this.before.length) {
      this.strokes = this.before.pop();
      this.save();
    }
  }

  clear() {
    if (this.strokes.length) {
      this.before.push(this.strokes);
      this.strokes = [];
      this.save();
    }
  }

  save() {
    this.field.value = this.strokes.length ? JSON.stringify(this.strokes) : "";
    this.field.dispatchEvent(new Event("change", { bubbles: true }));
    this.describe();
    this.draw();
    this.changed(this.strokes);
  }

  describe() {
    const count = this.strokes.length;
    this.canvas.setAttribute(
      "aria-label",
      count ? "Feld für Ihre Unterschrift, gezeichnet" : "Feld für Ihre Unterschrift, noch leer",
    );
    const seen = extent(this.strokes) < SMALL ? "recht klein gezeichnet" : "gut zu erkennen";
    const strokes = count === 1 ? "1 Strich" : `${count} Striche`;
    this.say(this.pointCount >= MAX_POINTS ? FULL : this.problem || `${strokes}, ${seen}`);
  }

  say(text, { wrong = false } = {}) {
    this.status.textContent = text;
    this.status.classList.toggle("pad__status--wrong", wrong || text === ONLY_A_DOT);
  }

  draw() {
    paint(this.canvas, this.strokes);
  }
}

/** The strokes on a canvas of any size. */
function paint(canvas, strokes) {
  const ratio = window.devicePixelRatio || 1;
  const { clientWidth, clientHeight } = canvas;
  if (!clientWidth) {
    return;
  }
  canvas.width = Math.round(clientWidth * ratio);
  canvas.height = Math.round(clientHeight * ratio);
  const context = canvas.getContext("2d");
  context.scale(canvas.width / PAD.width, canvas.height / PAD.height);
  Object.assign(context, {
    lineWidth: INK_WIDTH,
    lineCap: "round",
    lineJoin: "round",
    strokeStyle: INK_COLOUR,
    fillStyle: INK_COLOUR,
  });
  strokes.forEach((stroke) => drawStroke(context, stroke));
}

/** A stroke as a smooth line through the middles of its points; a single point as a dot. */
function drawStroke(context, stroke) {
  if (stroke.length === 0) {
    return;
  }
  const [start, ...rest] = stroke;
  context.beginPath();
  if (rest.length === 0) {
    context.arc(start[0], start[1], INK_WIDTH / 2, 0, 2 * Math.PI);
    context.fill();
    return;
  }
  context.moveTo(start[0], start[1]);
  rest.forEach((point, index) => {
    const next = rest[index + 1];
    if (next) {
      context.quadraticCurveTo(point[0], point[1], (point[0] + next[0]) / 2, (point[1] + next[1]) / 2);
    } else {
      context.lineTo(point[0], point[1]);
    }
  });
  context.stroke();
}

function strokesIn(json) {
  try {
    const strokes = JSON.parse(json || "[]");
    return Array.isArray(strokes) ? strokes : [];
  } catch {
    return [];
  }
}

/** How wide or high a drawing is, whichever is more. */
function extent(strokes) {
  const points = strokes.flat();
  if (points.length === 0) {
    return 0;
  }
  const size = (index) => {
    const values = points.map((point) => point[index]);
    return Math.max(...values) - Math.min(...values);
  };
  return Math.max(size(0), size(1));
}

function clamp(value, limit) {
  return Math.round(Math.min(Math.max(value, 0), limit) * 10) / 10;
}

/** The sheet over the page: opened by the button, or by an address that ends in #zeichnen. */
function setUp(root) {
  const form = root.closest("form");
  const sheet = root.querySelector("[data-signature-sheet]");
  const name = form.elements.typed_name;
  const drawn = root.querySelector("[data-signature-drawn]");
  const picture = root.querySelector("[data-signature-picture]");
  const show = (strokes) => {
    drawn.hidden = extent(strokes) < DOT;
    paint(picture, strokes);
  };
  const pad = new SignaturePad(sheet, form.elements.strokes, show);

  const open = () => {
    if (!sheet.open) {
      sheet.showModal();
      pad.draw();
    }
  };
  root.querySelectorAll("[data-signature-open]").forEach((button) => button.addEventListener("click", open));
  sheet.querySelector("[data-signature-back]").addEventListener("click", () => sheet.close());
  sheet.querySelector("[data-signature-type]").addEventListener("click", () => {
    sheet.close();
    name.focus();
  });
  sheet.addEventListener("close", () => show(pad.strokes));
  // Taking over what is nothing yet: say why instead of going on.
  form.addEventListener("submit", (event) => {
    if (event.submitter?.value === "drawn" && pad.problem) {
      event.preventDefault();
      open();
      pad.say(`Noch nicht übernommen: ${pad.problem}`, { wrong: true });
    }
  });
  const look = root.querySelector("[data-signature-look]");
  name.addEventListener("input", () => (look.textContent = name.value));
  // What was typed or drawn before may have been put back since, by this window or by the browser.
  const again = () => {
    pad.read();
    look.textContent = name.value;
    show(pad.strokes);
    if (location.hash === "#zeichnen") {
      open();
    }
  };
  window.addEventListener("pageshow", again);
  root.querySelectorAll("[data-signature-script]").forEach((part) => (part.hidden = false));
  again();
}

document.querySelectorAll("[data-signature]").forEach(setUp);
