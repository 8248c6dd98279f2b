/*
 * A small comfort on every page; nothing here is needed for a page to work.
 * A form is sent once, and can be sent again after Back or a failed connection.
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

document.addEventListener("submit", guardAgainstDoubleSubmit);
window.addEventListener("pageshow", releaseForms);
