/*
 * Drafts. <form data-draft="key"> keeps what was typed and chosen in this browser window until the server has taken
 * it; <textarea data-draft> does so for a single field. What is kept belongs to the account that typed it.
 */

const NEVER_KEPT = new Set(["password", "file", "hidden", "submit", "button", "reset", "image"]);
const DRAFT_OWNERS = "form[data-draft], [data-draft]:not(form[data-draft] *)";

function draftKey(owner) {
  const account = document.querySelector("[data-account]")?.dataset.account || "";
  return `draft:${account}:${owner.dataset.draft || location.pathname + (owner.name || "")}`;
}

/** What people typed or chose, by name; never passwords, files, codes or what the server put into hidden fields. */
function keptControls(owner) {
  const controls = owner.matches("form") ? [...owner.elements] : [owner];
  const seen = {};
  return controls
    .filter((control) => control.name && !NEVER_KEPT.has(control.type) && control.autocomplete !== "one-time-code")
    .map((control) => {
      seen[control.name] = (seen[control.name] || 0) + 1;
      return [`${control.name}=${isBox(control) ? control.value : seen[control.name]}`, control];
    });
}

function isBox(control) {
  return control.type === "checkbox" || control.type === "radio";
}

function readControl(control) {
  if (isBox(control)) {
    return control.checked;
  }
  return control.multiple ? [...control.selectedOptions].map((option) => option.value) : control.value;
}

function writeControl(control, value) {
  if (isBox(control)) {
    control.checked = value;
  } else if (control.multiple) {
    [...control.options].forEach((option) => (option.selected = value.includes(option.value)));
  } else {
    control.value = value;
  }
}

function readDraft(owner) {
  return Object.fromEntries(keptControls(owner).map(([key, control]) => [key, readControl(control)]));
}

/** Put the draft back; answers whether that changed anything. */
function writeDraft(owner, values) {
  const changed = keptControls(owner).filter(
    ([key, control]) => key in values && JSON.stringify(values[key]) !== JSON.stringify(readControl(control)),
  );
  changed.forEach(([key, control]) => writeControl(control, values[key]));
  return changed.length > 0;
}

function storeDraft(owner) {
  const draft = { version: owner.dataset.draftVersion || "", values: readDraft(owner) };
  try {
    sessionStorage.setItem(draftKey(owner), JSON.stringify(draft));
  } catch {
    // A full or forbidden store: the form works as it would without drafts.
  }
}

function loadDraft(owner) {
  try {
    return JSON.parse(sessionStorage.getItem(draftKey(owner)));
  } catch {
    return null;
  }
}

function dropDraft(owner) {
  sessionStorage.removeItem(draftKey(owner));
}

function linkButton(label, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "link-button";
  button.textContent = label;
  button.addEventListener("click", act);
  return button;
}

/** Tell of something unsaved above the form, with a way to get rid of it. */
function tellOfDraft(form, words, ...buttons) {
  const note = document.createElement("div");
  note.className = "draft-note";
  note.setAttribute("role", "status");
  const text = document.createElement("p");
  text.textContent = words;
  const discard = linkButton("Eingaben verwerfen", () => {
    dropDraft(form);
    location.reload();
  });
  note.append(text, ...buttons, discard);
  form.prepend(note);
}

function tellRestored(form, outdated) {
  tellOfDraft(
    form,
    outdated
      ? "Ihre Eingaben sind wiederhergestellt. Inzwischen wurden die Angaben geändert: Bitte vergleichen Sie vor dem Speichern."
      : "Ihre noch nicht gespeicherten Eingaben sind wiederhergestellt.",
  );
}

/** Whether other sections were there when the draft was kept: by name, its fields would come to stand elsewhere. */
function isArrangedOtherwise(form, values) {
  const here = keptControls(form).map(([key]) => key);
  return here.length !== Object.keys(values).length || here.some((key) => !(key in values));
}

/** Have the server set the form as it was typed, with those sections; that saves nothing. */
function arrangeAsTyped(form, draft) {
  const prefix = form.dataset.draftArrange;
  const typed = Object.entries(draft.values).map(([key, value]) => [key.slice(0, key.lastIndexOf("=")), value]);
  const numbers = typed.map(([name]) => Number(name.startsWith(`${prefix}-`) ? name.split("-")[1] : -1));
  const sent = document.createElement("form");
  sent.method = "post";
  const initial = form.elements[`${prefix}-INITIAL_FORMS`].value;
  [
    ["csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value],
    ["token", draft.version],
    ["schritt", "wiederherstellen"],
    [`${prefix}-INITIAL_FORMS`, initial],
    [`${prefix}-TOTAL_FORMS`, Math.max(...numbers) + 1],
    ...typed,
  ].forEach(([name, value]) => {
    const field = document.createElement("textarea");
    field.name = name;
    field.value = value;
    field.hidden = true;
    sent.append(field);
  });
  document.body.append(sent);
  sent.submit();
}

function offerArranged(form, draft) {
  tellOfDraft(
    form,
    "Sie haben hier noch nicht gespeicherte Eingaben, mit anderen Abschnitten als unten.",
    linkButton("Eingaben wiederherstellen", () => arrangeAsTyped(form, draft)),
  );
}

/** A refused form already holds what was typed; everywhere else the draft comes back. */
function restoreDraft(owner) {
  const draft = loadDraft(owner);
  if (!draft || !draft.values || document.querySelector("[data-error-summary]")) {
    return;
  }
  if (!owner.matches("form")) {
    if (!owner.value) {
      writeDraft(owner, draft.values);
    }
  } else if ("draftArrange" in owner.dataset && isArrangedOtherwise(owner, draft.values)) {
    offerArranged(owner, draft);
  } else if (writeDraft(owner, draft.values)) {
    tellRestored(owner, draft.version !== (owner.dataset.draftVersion || ""));
  } else {
    dropDraft(owner);
  }
}

/** What came back typed but rearranged (data-draft-typed) is newer than what is kept: then that is kept. */
function keepDraft(owner) {
  if (owner.hasAttribute("data-draft-typed")) {
    storeDraft(owner);
  } else {
    restoreDraft(owner);
  }
  owner.addEventListener("input", () => storeDraft(owner));
  owner.addEventListener("change", () => storeDraft(owner));
  // "Abbrechen" gives the draft up on purpose.
  owner
    .querySelectorAll(".actions a[href], .crispy-actions a[href]")
    .forEach((link) => link.addEventListener("click", () => dropDraft(owner)));
}

/** Remember which drafts are on their way; the next page tells whether they arrived. */
function markDraftsAsSent(event) {
  const form = event.target;
  if (event.defaultPrevented) {
    return;
  }
  const owners = form.matches("[data-draft]") ? [form] : [...form.querySelectorAll("[data-draft]")];
  if (owners.length) {
    owners.forEach(storeDraft);
    sessionStorage.setItem("drafts-sent", JSON.stringify(owners.map(draftKey)));
  }
}

/**
 * Refused or signed out instead of saved: the drafts stay. So they do where the same form comes back without a word
 * of success, as after a lost connection. Arrived anywhere else: they are safe on the server.
 */
function settleSentDrafts(owners) {
  const sent = JSON.parse(sessionStorage.getItem("drafts-sent") || "[]");
  sessionStorage.removeItem("drafts-sent");
  const refused = document.querySelector("[data-error-summary], [data-sign-in], [data-refused]");
  const succeeded = document.querySelector(".messages .kern-alert--success");
  const here = owners.map(draftKey);
  sent
    .filter((key) => !refused && (succeeded || !here.includes(key)))
    .forEach((key) => sessionStorage.removeItem(key));
}

const draftOwners = [...document.querySelectorAll(DRAFT_OWNERS)];
settleSentDrafts(draftOwners);
draftOwners.forEach(keepDraft);
document.addEventListener("submit", markDraftsAsSent);
