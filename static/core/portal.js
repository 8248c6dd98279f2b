/*
 * Small comforts on every page; nothing here is needed for a page to work.
 * - a form is sent once, and can be sent again after Back or a failed connection
 * - after a refused form the list of errors gets the focus
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

document.addEventListener("submit", guardAgainstDoubleSubmit);
document.addEventListener("click", followErrorLink);
window.addEventListener("pageshow", releaseForms);
focusErrorSummary();
