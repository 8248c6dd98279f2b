/*
 * The box for what happened: N leads into it where nobody is typing, Ctrl+Enter saves, and what does not belong to a plain
 * note is shown with the kinds it belongs to. Without this script all of it stands there.
 */

function setUpComposer(form) {
  const text = form.elements.text;
  const dated = ["called_on", "counts"].map((name) => form.elements[name]?.closest(".kern-form-input, .kern-form-check"));
  const show = () => {
    const plain = form.elements.kind.value === "note";
    dated.forEach((part) => {
      if (part) {
        part.hidden = plain && !part.querySelector("[aria-invalid=true]");
      }
    });
  };
  form.addEventListener("change", show);
  // After a draft was put back.
  window.addEventListener("pageshow", () => setTimeout(show));
  show();
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key === "n" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      text.focus();
    }
  });
}

document.querySelectorAll("[data-composer]").forEach(setUpComposer);
