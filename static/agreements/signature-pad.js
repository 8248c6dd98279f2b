/*
 * The signature pad: draw with finger, pen or mouse, or type the name instead.
 *
 * Strokes are kept in the pad's own coordinates, 600 wide and 200 high, whatever the size on the screen. Turning
 * the phone only draws them again. They leave the page as JSON in the hidden field "strokes":
 * [[[x, y], ...], ...], one list for each stroke, at most MAX_POINTS points in all.
 */

const PAD = { width: 600, height: 200 };
const MAX_POINTS = 5000;
const MIN_DISTANCE = 1.5;
const INK_WIDTH = 3;
const INK_COLOUR = "#0b1f5c";

class SignaturePad {
  constructor(root) {
    this.canvas = root.querySelector("[data-signature-canvas]");
    this.status = root.querySelector("[data-signature-status]");
    this.field = root.closest("form").querySelector("[name='strokes']");
    this.strokes = this.restore();
    this.pointer = null;

    this.canvas.addEventListener("pointerdown", (event) => this.begin(event));
    this.canvas.addEventListener("pointermove", (event) => this.extend(event));
    for (const name of ["pointerup", "pointercancel", "lostpointercapture"]) {
      this.canvas.addEventListener(name, (event) => this.end(event));
    }
    root.querySelector("[data-signature-clear]").addEventListener("click", () => this.clear());
    new ResizeObserver(() => this.draw()).observe(this.canvas);
    this.describe();
  }

  /** What the server sent back after a refused form, or the browser after Back. */
  restore() {
    try {
      const strokes = JSON.parse(this.field.value || "[]");
      return Array.isArray(strokes) ? strokes : [];
    } catch {
      return [];
    }
  }

  get pointCount() {
    return this.strokes.reduce((sum, stroke) => sum + stroke.length, 0);
  }

  begin(event) {
    if (this.pointer !== null || event.button !== 0) {
      return;
    }
    event.preventDefault();
    this.pointer = event.pointerId;
    this.canvas.setPointerCapture(event.pointerId);
    this.strokes.push([]);
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

  clear() {
    this.strokes = [];
    this.save();
    this.draw();
  }

  save() {
    this.field.value = this.strokes.length ? JSON.stringify(this.strokes) : "";
    this.field.dispatchEvent(new Event("change", { bubbles: true }));
    this.describe();
  }

  describe() {
    const empty = this.strokes.length === 0;
    const full = this.pointCount >= MAX_POINTS;
    this.canvas.setAttribute(
      "aria-label",
      empty ? "Feld für Ihre Unterschrift, noch leer" : "Feld für Ihre Unterschrift, gezeichnet",
    );
    this.status.textContent = full
      ? "Das Feld ist voll. Bitte löschen Sie die Unterschrift, wenn Sie neu zeichnen möchten."
      : empty
        ? "Das Feld ist noch leer."
        : "Ihre Unterschrift ist gezeichnet.";
  }

  draw() {
    const ratio = window.devicePixelRatio || 1;
    const { clientWidth, clientHeight } = this.canvas;
    if (!clientWidth) {
      return;
    }
    this.canvas.width = Math.round(clientWidth * ratio);
    this.canvas.height = Math.round(clientHeight * ratio);
    const context = this.canvas.getContext("2d");
    context.scale(this.canvas.width / PAD.width, this.canvas.height / PAD.height);
    Object.assign(context, {
      lineWidth: INK_WIDTH,
      lineCap: "round",
      lineJoin: "round",
      strokeStyle: INK_COLOUR,
      fillStyle: INK_COLOUR,
    });
    this.strokes.forEach((stroke) => drawStroke(context, stroke));
  }
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

function clamp(value, limit) {
  return Math.round(Math.min(Math.max(value, 0), limit) * 10) / 10;
}

/** Show the part that belongs to the chosen way of signing. */
function switchMethods(root) {
  const method = root.querySelector("[data-signature-method]");
  const typed = root.querySelector("[data-signature-typed]");
  const drawn = root.querySelector("[data-signature-drawn]");
  const show = () => {
    const draws = root.querySelector("[name='method']:checked")?.value === "drawn";
    typed.hidden = draws;
    drawn.hidden = !draws;
  };
  method.hidden = false;
  method.addEventListener("change", show);
  window.addEventListener("pageshow", show);
  show();
}

document.querySelectorAll("[data-signature]").forEach((root) => {
  switchMethods(root);
  new SignaturePad(root);
});
