// Stands first in the body and runs before the page is drawn: tells the style sheet and the components that scripts
// work, so that nothing jumps. Modules run after it and before DOMContentLoaded, so it cannot wait for that.
document.documentElement.classList.add("app-scripted");
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("nhsuk-frontend-supported");
