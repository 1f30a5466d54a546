// Questions that belong to one answer of a question stand under it, and only while it is chosen. Without this file all are shown.
for (const group of document.querySelectorAll('[data-reveal]')) {
  const fit = () => {
    for (const box of group.querySelectorAll('[data-reveals]')) {
      document.getElementById(box.dataset.reveals)?.classList.toggle('govuk-radios__conditional--hidden', !box.checked)
    }
  }
  group.addEventListener('change', fit)
  fit()
}
