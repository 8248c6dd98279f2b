/*
 * "Ist meine Gemeinde dabei?" without leaving the page: suggestions while somebody types, the answer in place.
 * Without this script the form leads to the same page with the answer in it.
 */

const SUGGESTED = 6;
const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ł: "l", đ: "d", ø: "o" };

/** As `search_folded` of core/folding.py: "Muehlau", "Mühlau" and "muhlau" are one. */
function folded(text) {
  return text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[ßæœłđø]/g, (letter) => LETTERS[letter])
    .replace(/ae/g, "a")
    .replace(/oe/g, "o")
    .replace(/ue/g, "u")
    .trim()
    .replace(/\s+/g, " ");
}

/** The communes whose name holds `text`: those that begin with it first, then those with a word that does. */
function suggestions(communes, text) {
  const wanted = folded(text);
  if (wanted.length < 2) {
    return [];
  }
  const rank = ({ key }) => (key.startsWith(wanted) ? 0 : key.includes(` ${wanted}`) ? 1 : 2);
  return communes
    .filter(({ key }) => key.includes(wanted))
    .sort((one, other) => rank(one) - rank(other) || one.key.localeCompare(other.key))
    .slice(0, SUGGESTED);
}

class CommuneSearch {
  constructor(form) {
    this.form = form;
    this.field = form.querySelector("input");
    this.answer = document.getElementById("antwort");
    this.portal = form.dataset.portal;
    this.shown = [];
    this.active = -1;
    this.buildList();
    this.field.addEventListener("focus", () => this.load(), { once: true });
    this.field.addEventListener("input", () => this.suggest());
    this.field.addEventListener("keydown", (event) => this.press(event));
    this.field.addEventListener("blur", () => this.close());
    form.addEventListener("submit", (event) => this.submit(event));
    document.addEventListener("click", (event) => this.follow(event));
  }

  buildList() {
    this.list = document.createElement("ul");
    Object.assign(this.list, { id: "gemeinde-vorschlaege", className: "suggestions", hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Vorschläge");
    this.count = document.createElement("p");
    this.count.className = "kern-sr-only";
    this.count.setAttribute("aria-live", "polite");
    this.field.after(this.list, this.count);
    const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id };
    Object.entries(roles).forEach(([name, value]) => this.field.setAttribute(name, value));
    // Before the field loses focus, or the list would be gone.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) {
        this.choose(this.shown[[...this.list.children].indexOf(option)]);
      }
    });
  }

  /** The names, once; without them the field works as it does without this script. */
  load() {
    this.names ??= fetch(this.form.dataset.names)
      .then((response) => (response.ok ? response.json() : {}))
      .catch(() => ({}))
      .then((districts) =>
        Object.entries(districts).flatMap(([district, communes]) =>
          communes.map(([ags, name, sorbian]) => ({ ags, name, district, key: folded(`${name} ${sorbian}`) })),
        ),
      );
    return this.names;
  }

  async suggest() {
    const typed = this.field.value;
    this.sentOff = null;
    const communes = await this.load();
    if (typed !== this.field.value || typed === this.sentOff) {
      return; // typed on, or sent off, while the names were on their way
    }
    this.shown = suggestions(communes, typed);
    this.active = -1;
    this.list.replaceChildren(...this.shown.map((commune, place) => this.option(commune, place)));
    this.expand(this.shown.length > 0);
    clearTimeout(this.telling);
    this.telling = setTimeout(() => this.tell(), 600);
  }

  option({ name, district }, place) {
    const option = document.createElement("li");
    Object.assign(option, { id: `gemeinde-vorschlag-${place}`, className: "suggestions__option" });
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const where = document.createElement("span");
    where.className = "suggestions__district";
    where.textContent = district;
    option.append(name, " ", where);
    return option;
  }

  tell() {
    const number = this.shown.length;
    this.count.textContent = this.list.hidden ? "" : number === 1 ? "1 Vorschlag" : `${number} Vorschläge`;
  }

  expand(open) {
    this.list.hidden = !open;
    this.field.setAttribute("aria-expanded", String(open));
    this.mark(-1);
  }

  close() {
    this.expand(false);
  }

  mark(place) {
    this.active = place;
    [...this.list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
    if (place < 0) {
      this.field.removeAttribute("aria-activedescendant");
    } else {
      this.field.setAttribute("aria-activedescendant", this.list.children[place].id);
      this.list.children[place].scrollIntoView({ block: "nearest" });
    }
  }

  press(event) {
    const number = this.shown.length;
    if (this.list.hidden || event.isComposing) {
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      // One place more than options: the field itself.
      this.mark(((this.active + 1 + step + number + 1) % (number + 1)) - 1);
    } else if (event.key === "Escape") {
      this.close();
    } else if (event.key === "Enter" && this.active >= 0) {
      this.choose(this.shown[this.active]);
    } else {
      return;
    }
    event.preventDefault();
  }

  choose({ ags, name }) {
    this.field.value = name;
    this.close();
    this.ask(ags);
  }

  submit(event) {
    event.preventDefault();
    this.close();
    this.sentOff = this.field.value;
    this.ask(this.sentOff);
  }

  /** A link to another question, in an answer or on the map, asks it here. */
  async follow(event) {
    const link = event.target.closest("a[data-ask]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) {
      return;
    }
    event.preventDefault();
    const within = this.answer.contains(link);
    await this.ask(link.dataset.ask);
    if (within) {
      this.answer.focus(); // the link is gone
    }
  }

  /** Put the answer in place, unless something else was asked meanwhile; else let the browser open its page. */
  async ask(text) {
    const query = `?gemeinde=${encodeURIComponent(text)}`;
    const asked = (this.asked = {});
    let answer;
    try {
      const response = await fetch(this.form.dataset.answers + query);
      answer = response.ok ? await response.text() : null;
    } catch {
      answer = null;
    }
    if (this.asked !== asked) {
      return;
    }
    if (answer === null) {
      location.assign(this.form.action + query);
      return;
    }
    this.answer.innerHTML = answer;
    history.replaceState(null, "", query);
    const { name, ags, outline, title } = this.answer.firstElementChild.dataset;
    if (name) {
      this.field.value = name;
    }
    document.title = `${title} – ${this.portal}`;
    document.dispatchEvent(new CustomEvent("commune-answered", { detail: { name, ags, outline } }));
  }
}

document.querySelectorAll("form[data-answers]").forEach((form) => new CommuneSearch(form));
