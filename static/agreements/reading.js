/*
 * How far somebody has read: which section is in view, which were scrolled through, how long the rest takes. Kept in
 * this browser window only, as help and not as evidence; without it the list and the bar say what they say anyway.
 */

const bar = document.querySelector("[data-reading-bar]");
const sections = [...document.querySelectorAll("[data-reading-section]")];
const links = sections.map(({ id }) => document.querySelector(`.section-list a[href="#${id}"]`));
const key = bar?.dataset.key ?? "";
const words = sections.map(({ textContent }) => textContent.split(/\s+/u).length);
const read = new Set(remembered());
const PAUSE = 250; // milliseconds
const TOP = 100; // pixels
let markedAt = window.scrollY;

function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "[]");
  } catch {
    return [];
  }
}

function remember() {
  try {
    sessionStorage.setItem(key, JSON.stringify([...read]));
  } catch {
    // Private windows may refuse; then it holds for this page.
  }
}

/** The section that stands at the top of the window, where a link puts it; none before the text. */
function here() {
  return sections.findLastIndex((section) => section.getBoundingClientRect().top <= TOP);
}

function isPast(section) {
  const { bottom } = section.getBoundingClientRect();
  return bottom > 0 && bottom <= window.innerHeight - bar.offsetHeight;
}

/** The minutes of what is still ahead: who has skipped something and stands at the end has nothing left to read. */
function rest() {
  const isAhead = (section) => !read.has(section.id) && section.getBoundingClientRect().bottom > TOP;
  const left = sections.reduce((sum, section, index) => sum + (isAhead(section) ? words[index] : 0), 0);
  const all = words.reduce((sum, each) => sum + each, 0);
  return Math.ceil((Number(bar.dataset.minutes) * left) / all);
}

function show() {
  const current = here();
  links.forEach((link, index) => {
    const isHere = index === current;
    if (isHere) {
      link.setAttribute("aria-current", "true");
    } else {
      link.removeAttribute("aria-current");
    }
    link.querySelector("[data-reading-state]").textContent = read.has(sections[index].id) ? "gelesen" : isHere ? "hier" : "";
  });
  const number = current < 0 ? "" : sections[current].dataset.readingSection;
  const minutes = rest();
  if (number) {
    bar.querySelector("[data-reading-where]").textContent = `Abschnitt ${number} von ${bar.dataset.count}`;
  }
  if (minutes === 0) {
    bar.querySelector("[data-reading-rest]").textContent =
      read.size === sections.length ? "alles gelesen" : "Ende des Textes";
  } else if (number || read.size) {
    const unit = minutes === 1 ? "Minute" : "Minuten";
    bar.querySelector("[data-reading-rest]").textContent = `noch etwa ${minutes} ${unit}`;
  }
}

/** What was passed at the pace of reading; a jump by a link runs through sections that nobody has read. */
function mark() {
  const { scrollY, innerHeight } = window;
  const jumped = Math.abs(scrollY - markedAt) > innerHeight;
  const before = read.size;
  markedAt = scrollY;
  if (!jumped) {
    sections.filter(isPast).forEach(({ id }) => read.add(id));
  }
  if (read.size !== before) {
    remember();
  }
  show();
  return jumped;
}

if (bar && sections.length) {
  let waiting = 0;
  const later = () => {
    waiting = 0;
    if (mark()) {
      soon();
    }
  };
  const soon = () => {
    waiting ||= setTimeout(later, PAUSE);
  };
  window.addEventListener("scroll", soon, { passive: true });
  window.addEventListener("resize", soon);
  show();
}
