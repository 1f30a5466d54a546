// A button that copies a text. Without this file the button is not there, and the text can be marked.
for (const button of document.querySelectorAll('button[data-copy]')) {
  const text = document.getElementById(button.dataset.copy)
  const status = button.parentElement.querySelector('[data-copy-status]')
  button.hidden = false
  button.addEventListener('click', async () => {
    window.getSelection().selectAllChildren(text)
    try {
      await navigator.clipboard.writeText(text.textContent)
      status.textContent = button.dataset.copied
    } catch {
      status.textContent = document.execCommand('copy') ? button.dataset.copied : button.dataset.marked
    }
  })
}
