// Light or dark, as chosen; kept in a cookie so that the desk draws every page in it at once.

const YEAR = 365 * 24 * 3600; // seconds

export function switchTheme() {
  const root = document.documentElement;
  document.addEventListener("click", ({ target }) => {
    if (!target.closest?.("[data-theme-switch]")) return;
    const isDark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = isDark ? "light" : "dark";
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie =
      `rahbar_console_theme=${root.dataset.theme}; Path=/console; Max-Age=${YEAR}; SameSite=Lax${secure}`;
  });
}
