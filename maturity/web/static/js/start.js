// Runs before the page is drawn: tells the style sheet that scripts work, so nothing jumps when it is drawn.
document.documentElement.classList.add("app-scripted");
document.addEventListener("DOMContentLoaded", () => {
  document.body.classList.add("js-enabled");
  if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("nhsuk-frontend-supported");
});
