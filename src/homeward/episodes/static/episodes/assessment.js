// An answer that could not be sent says so below its field: nobody should leave believing that it is saved.
const said = (event) => document.getElementById("said-" + event.target.id.replace("q-", ""));
document.addEventListener("htmx:beforeRequest", (event) => {
  const line = said(event);
  if (line && !line.querySelector("button")) line.textContent = "Saving…";
});
for (const failed of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(failed, (event) => {
    const line = said(event);
    if (line) line.textContent = "Not saved yet: no answer came. It is sent again with the next answer, or press Save.";
  });
}
