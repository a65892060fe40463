// Light or dark: as the system has it, until the reader says otherwise.

const page = document.documentElement, themeButton = document.getElementById("theme");
const dark = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (page.dataset.theme ? page.dataset.theme === "dark" : dark.matches);

function nameOther() {
  themeButton.textContent = isDark() ? "Light" : "Dark";
}

themeButton.addEventListener("click", () => {
  page.dataset.theme = isDark() ? "light" : "dark";
  nameOther();
});
dark.addEventListener("change", nameOther);
nameOther();
