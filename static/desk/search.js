/*
 * The search in the head of every page: hits below the field while somebody types, chosen by the arrow keys.
 * Without this script the field leads to the page of results.
 */

const WAIT = 150;

class Search {
  constructor(form) {
    this.form = form;
    this.field = form.querySelector("input");
    this.box = form.querySelector("[data-search-hits]");
    this.status = form.querySelector("[data-search-status]");
    this.shown = "";
    const roles = {
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-haspopup": "listbox",
      "aria-controls": "suche-treffer",
      "aria-keyshortcuts": "/ Control+K",
    };
    Object.entries(roles).forEach(([name, value]) => this.field.setAttribute(name, value));
    this.field.addEventListener("input", () => this.soon());
    this.field.addEventListener("focus", () => this.field.value.trim() && this.look());
    this.field.addEventListener("keydown", (event) => this.press(event));
    form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || this.close());
    // Before the field loses focus, or the list would be gone.
    this.box.addEventListener("pointerdown", (event) => event.target.closest("a") || event.preventDefault());
    this.box.addEventListener("click", (event) => this.click(event));
    document.addEventListener("keydown", (event) => this.reach(event));
  }

  /** `/` where nobody is typing, Ctrl+K everywhere. */
  reach(event) {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    const control = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
    if (slash || control) {
      event.preventDefault();
      this.field.focus();
      this.field.select();
    }
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), WAIT);
  }

  async look() {
    const text = this.field.value.trim();
    if (text.length < 2) {
      this.close();
      return;
    }
    if (text === this.shown) {
      this.open();
      return;
    }
    this.request?.abort();
    this.request = new AbortController();
    const { signal } = this.request;
    try {
      const response = await fetch(`${this.form.dataset.search}?${new URLSearchParams({ q: text })}`, { signal });
      // Signed out meanwhile: the page of results leads to signing in and back.
      if (!response.ok || response.redirected) {
        this.close();
        return;
      }
      this.show(await response.text(), text);
    } catch {
      // Typed on, or no connection: Enter still leads to the page of results.
    }
  }

  show(html, text) {
    if (document.activeElement !== this.field) {
      return;
    }
    this.box.innerHTML = html;
    this.shown = text;
    this.status.textContent = this.box.querySelector("[data-search-count]")?.textContent ?? "";
    this.open();
  }

  open() {
    this.box.hidden = false;
    this.field.setAttribute("aria-expanded", "true");
    this.mark(-1);
  }

  close() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.box.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }

  get options() {
    return [...this.box.querySelectorAll("[role=option]")];
  }

  mark(index) {
    this.active = index;
    const options = this.options;
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === index)));
    if (index < 0) {
      this.field.removeAttribute("aria-activedescendant");
      return;
    }
    this.field.setAttribute("aria-activedescendant", options[index].id);
    options[index].scrollIntoView({ block: "nearest" });
  }

  press(event) {
    const open = !this.box.hidden;
    const count = this.options.length;
    if (event.key === "Escape" && open) {
      event.preventDefault();
      this.close();
    } else if (event.key === "ArrowDown" && open && count) {
      event.preventDefault();
      this.mark((this.active + 1) % count);
    } else if (event.key === "ArrowUp" && open && count) {
      event.preventDefault();
      this.mark(this.active <= 0 ? count - 1 : this.active - 1);
    } else if (event.key === "Enter" && open && this.active >= 0) {
      event.preventDefault();
      this.go(this.options[this.active].dataset.address, event.ctrlKey || event.metaKey);
    }
  }

  click(event) {
    const option = event.target.closest("[role=option]");
    if (option) {
      this.go(option.dataset.address, event.ctrlKey || event.metaKey);
    }
  }

  go(address, inNewTab) {
    if (inNewTab) {
      window.open(address, "_blank", "noopener");
    } else {
      location.assign(address);
    }
  }
}

document.querySelectorAll("[data-search]").forEach((form) => new Search(form));

/** A menu closes when one leaves it, or by Escape. */
document.querySelectorAll("[data-menu]").forEach((menu) => {
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) {
      menu.open = false;
    }
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) {
      menu.open = false;
    }
  });
});
