// Keeps the progress of an import up to date; without it the page reloads itself every few seconds.
const PAUSE = 1000;

async function look() {
  const shown = document.querySelector("[data-progress]");
  try {
    const answer = await fetch(window.location.href, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-progress]");
    if (!fresh || page.title !== document.title) {
      window.location.reload();
      return;
    }
    shown.replaceWith(document.adoptNode(fresh));
  } catch {
    // The network is away for a moment: try again.
  }
  window.setTimeout(look, PAUSE);
}

window.setTimeout(look, PAUSE);
