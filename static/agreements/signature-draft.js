/*
 * What somebody drew or typed stays in this browser window until the server keeps it: when the code has expired
 * meanwhile, or the page was loaded anew, nobody draws twice. It is kept under the nonce of the signing and goes with the
 * page that shows the signature in the document, with the receipt, or with the window.
 */

const KEPT = "signature:";
const FIELDS = ["strokes", "typed_name"];

function keepSignature(form) {
  const key = KEPT + form.elements.nonce.value;
  const kept = JSON.parse(sessionStorage.getItem(key) || "null");
  if (kept) {
    FIELDS.forEach((name) => (form.elements[name].value = kept[name] ?? form.elements[name].value));
  }
  const keep = () => {
    const values = FIELDS.map((name) => [name, form.elements[name].value]);
    sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(values)));
  };
  form.addEventListener("change", keep);
  form.addEventListener("input", keep);
}

function forgetSignatures() {
  Object.keys(sessionStorage)
    .filter((key) => key.startsWith(KEPT))
    .forEach((key) => sessionStorage.removeItem(key));
}

try {
  document.querySelectorAll("[data-signature]").forEach((root) => keepSignature(root.closest("form")));
  if (document.querySelector("[data-signed], [data-signature-kept]")) {
    forgetSignatures();
  }
} catch {
  // A browser that keeps nothing: then there is nothing to put back.
}
