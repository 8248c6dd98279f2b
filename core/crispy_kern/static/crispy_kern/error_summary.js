/*
 * After a refused form the summary of its errors gets the focus, and each of its links leads into the field.
 * Nothing here is needed for a form to work.
 */

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

document.addEventListener("click", followErrorLink);
focusErrorSummary();
