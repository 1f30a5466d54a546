// Questions that belong to one answer of a question, or to a box that is ticked, stand under it, and only while it is chosen. Without this file all are shown.
for (const group of document.querySelectorAll('[data-reveal]')) {
  const fit = () => {
    for (const box of group.querySelectorAll('[data-reveals]')) {
      document.getElementById(box.dataset.reveals)?.classList.toggle(`govuk-${box.type === 'radio' ? 'radios' : 'checkboxes'}__conditional--hidden`, !box.checked)
    }
  }
  group.addEventListener('change', fit)
  fit()
}
