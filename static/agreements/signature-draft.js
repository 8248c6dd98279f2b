/*
 * What somebody drew or typed stays in this browser window until it is signed: when the code has expired meanwhile,
 * nobody draws twice. It is kept under the nonce of the signing and goes with the receipt, or with the window.
 */

const KEPT = "signature:";
const FIELDS = ["strokes", "typed_name"];

function keepSignature(form) {
  const key = KEPT + form.elements.nonce.value;
  const kept = JSON.parse(sessionStorage.getItem(key) || "{}");
  const empty = FIELDS.every((name) => !form.elements[name].value);
  if (empty && kept.method) {
    FIELDS.forEach((name) => (form.elements[name].value = kept[name] || ""));
    form.elements.method.value = kept.method;
  }
  form.addEventListener("change", () => {
    const values = ["method", ...FIELDS].map((name) => [name, form.elements[name].value]);
    sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(values)));
  });
}

function forgetSignatures() {
  Object.keys(sessionStorage)
    .filter((key) => key.startsWith(KEPT))
    .forEach((key) => sessionStorage.removeItem(key));
}

try {
  document.querySelectorAll("[data-signature]").forEach((root) => keepSignature(root.closest("form")));
  if (document.querySelector("[data-signed]")) {
    forgetSignatures();
  }
} catch {
  // A browser that keeps nothing: then there is nothing to put back.
}
