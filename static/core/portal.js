/*
 * Small comforts on every page; nothing here is needed for a page to work.
 * - a form is sent once, and can be sent again after Back or a failed connection
 * - after a refused form the list of errors gets the focus
 * - text typed into <textarea data-draft> survives a session that ended
 */

const SENT = "form-submitted";

/** Refuse the second submit of a form that is already on its way. */
function guardAgainstDoubleSubmit(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method === "get" || form.method === "dialog") {
    return;
  }
  if (form.classList.contains(SENT)) {
    event.preventDefault();
    return;
  }
  form.classList.add(SENT);
  // A download answers without leaving the page: the form must not stay locked.
  setTimeout(() => form.classList.remove(SENT), 15000);
}

/** A page that comes back from the back/forward cache is fresh again. */
function releaseForms() {
  document.querySelectorAll(`form.${SENT}`).forEach((form) => form.classList.remove(SENT));
}

function focusErrorSummary() {
  const summary = document.querySelector("[data-error-summary]");
  if (summary) {
    summary.focus();
  }
}

/** Error links move the focus into the control, not only the scroll position. */
function followErrorLink(event) {
  const link = event.target.closest("[data-error-summary] a[href^='#']");
  const control = link && document.getElementById(link.hash.slice(1));
  if (control) {
    event.preventDefault();
    control.scrollIntoView({ block: "center" });
    control.focus({ preventScroll: true });
  }
}

/** Where a draft is kept: by the name the page gives it, or by the page's address and the field. */
function draftKey(area) {
  return `draft:${area.dataset.draft || location.pathname + area.name}`;
}

function keepDraft(area) {
  const key = draftKey(area);
  const draft = sessionStorage.getItem(key);
  if (draft && !area.value) {
    area.value = draft;
  }
  area.addEventListener("input", () => {
    if (area.value) {
      sessionStorage.setItem(key, area.value);
    } else {
      sessionStorage.removeItem(key);
    }
  });
}

/** Remember which drafts are on their way; the next page tells whether they arrived. */
function markDraftsAsSent(event) {
  if (event.defaultPrevented) {
    return;
  }
  const keys = [...event.target.querySelectorAll("[data-draft]")].map(draftKey);
  if (keys.length) {
    sessionStorage.setItem("drafts-sent", JSON.stringify(keys));
  }
}

/** Refused or signed out instead of saved: the drafts stay. Arrived anywhere else: they are safe on the server. */
function settleSentDrafts() {
  const sent = JSON.parse(sessionStorage.getItem("drafts-sent") || "[]");
  const refused = document.querySelector("[data-error-summary], [data-sign-in], [data-refused]");
  if (!refused) {
    sent.forEach((key) => sessionStorage.removeItem(key));
  }
  sessionStorage.removeItem("drafts-sent");
}

settleSentDrafts();
document.querySelectorAll("textarea[data-draft]").forEach(keepDraft);
document.addEventListener("submit", guardAgainstDoubleSubmit);
document.addEventListener("submit", markDraftsAsSent);
document.addEventListener("click", followErrorLink);
window.addEventListener("pageshow", releaseForms);
focusErrorSummary();
