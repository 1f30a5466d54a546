// A button that copies a text box. Without this file the button is not there, and the text can be marked.
for (const button of document.querySelectorAll('button[data-copy]')) {
  const box = document.getElementById(button.dataset.copy)
  const status = button.parentElement.querySelector('[data-copy-status]')
  button.hidden = false
  button.addEventListener('click', async () => {
    box.select()
    try {
      await navigator.clipboard.writeText(box.value)
      status.textContent = button.dataset.copied
    } catch {
      status.textContent = document.execCommand('copy') ? button.dataset.copied : button.dataset.marked
    }
  })
}
