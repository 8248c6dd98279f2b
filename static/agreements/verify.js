/*
 * The page that checks a file. Its SHA-256 is computed here; a file that the portal knows by it is not sent at all,
 * and one that it does not know only after the visitor was asked. Without this script, or where the browser has no
 * crypto.subtle (plain http on another machine), the form sends the file, as it says.
 */

const UNREADABLE = "Die Datei lässt sich nicht lesen. Bitte wählen Sie sie noch einmal.";
const LARGEST = 20 * 1024 * 1024; // bytes; what is larger is refused by the portal anyway

/** The SHA-256 of a file in hexadecimal. */
async function hashOf(file) {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Whether the portal knows a file with this hash; false where it does not answer. */
async function isKnown(form, sha256) {
  const body = new URLSearchParams({
    sha256,
    csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value,
  });
  try {
    const answer = await fetch(form.dataset.verify, { method: "POST", body });
    return answer.ok && (await answer.json()).known === true;
  } catch {
    return false;
  }
}

/** Send only the hash of a known file, else ask before the file is sent. */
function checkHere(form) {
  const input = form.elements.file;
  const hash = form.elements.sha256;
  const said = form.querySelector(".verify-form__said");
  const button = form.querySelector("[type=submit]");
  const words = button.querySelector(".kern-label");
  const label = words.textContent;
  let agreed = false;
  let atWork = false;

  function startAgain() {
    agreed = false;
    atWork = false;
    hash.value = "";
    input.disabled = false;
    words.textContent = label;
    said.replaceChildren();
  }

  /** What comes too late, after another file was chosen, is about a file that the page does not show any more. */
  async function look(file) {
    atWork = true;
    said.textContent = "Ihr Gerät berechnet die Prüfsumme …";
    let sha256;
    try {
      sha256 = await hashOf(file);
    } catch {
      if (input.files[0] === file) {
        atWork = false;
        said.textContent = UNREADABLE;
      }
      return;
    }
    const known = await isKnown(form, sha256);
    if (input.files[0] !== file) {
      return;
    }
    if (known) {
      hash.value = sha256;
      input.disabled = true;
    } else {
      agreed = true;
    }
    atWork = false;
    if (agreed) {
      said.replaceChildren(form.querySelector("template").content.cloneNode(true));
      words.textContent = "Hochladen und prüfen";
      button.focus();
      return;
    }
    said.textContent = "Die Datei ist bekannt. Das Ergebnis kommt …";
    form.submit();
  }

  form.addEventListener("submit", (event) => {
    const file = input.files[0];
    if (!file || agreed || file.size > LARGEST) {
      return;
    }
    event.preventDefault();
    if (!atWork) {
      look(file);
    }
  });
  input.addEventListener("change", startAgain);
  window.addEventListener("pageshow", (event) => event.persisted && startAgain());
}

/** Let a file be dropped on the field. */
function takeDrops(zone) {
  const input = zone.querySelector("input[type=file]");
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("drop-zone--over");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("drop-zone--over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("drop-zone--over");
    if (event.dataTransfer.files.length) {
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
}

/** A button that copies the address; where the clipboard is closed it is selected, to be copied by hand. */
function offerCopy(share) {
  const address = share.querySelector("input");
  const button = share.querySelector("button");
  const done = share.querySelector("[role=status]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    address.select();
    try {
      await navigator.clipboard.writeText(share.dataset.share);
      done.textContent = "Kopiert.";
    } catch {
      done.textContent = "Der Link ist ausgewählt und kann jetzt kopiert werden.";
    }
  });
}

if (window.crypto && crypto.subtle) {
  document.querySelectorAll("form[data-verify]").forEach((form) => {
    form.querySelectorAll("[data-on-device]").forEach((sentence) => {
      sentence.hidden = false;
    });
    checkHere(form);
  });
}
document.querySelectorAll(".drop-zone").forEach(takeDrops);
document.querySelectorAll("[data-share]").forEach(offerCopy);
