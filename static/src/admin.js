// Names for controls that Django's admin leaves unnamed for people who do not see the page. Without JavaScript they stay as Django makes them.

// A cell of a tabular inline is named by its column.
const nameCells = (root) => {
  for (const cell of root.querySelectorAll('.tabular td[class^="field-"]')) {
    const column = cell.closest('table')?.querySelectorAll('thead th')[headerIndex(cell)]
    const name = column?.textContent.trim()
    for (const control of cell.querySelectorAll('input:not([type=hidden]), select, textarea')) {
      if (name && !control.labels?.length && !control.hasAttribute('aria-label')) control.setAttribute('aria-label', name)
    }
  }
}

// The heading of the first column spans two cells, so the name of the field is the better guide.
const headerIndex = (cell) => {
  const field = [...cell.classList].find((name) => name.startsWith('field-'))?.slice('field-'.length)
  const headers = [...cell.closest('table').querySelectorAll('thead th')]
  return headers.findIndex((header) => header.classList.contains(`column-${field}`))
}

// Date and time of one field: two boxes under one label.
const nameDateTimes = (root) => {
  for (const pair of root.querySelectorAll('.datetime')) {
    const label = pair.closest('.form-row, td')?.querySelector('label, legend')?.textContent.trim().replace(/:$/, '') ?? ''
    for (const box of pair.querySelectorAll('input:not([type=hidden])')) {
      if (!box.labels?.length && !box.hasAttribute('aria-label')) {
        box.setAttribute('aria-label', `${label} ${box.previousSibling?.textContent?.trim() ?? ''}`.replace(/:$/, '').trim())
      }
    }
  }
}

// The box that Select2 puts over a list takes the list's label.
const nameSelect2 = (root) => {
  for (const box of root.querySelectorAll('.select2-container')) {
    const list = box.previousElementSibling
    const name = list?.labels?.[0]?.textContent.trim().replace(/:$/, '') || list?.getAttribute('aria-label')
    if (!name) continue
    for (const part of box.querySelectorAll('[role=combobox], [role=textbox], [role=searchbox]')) {
      part.removeAttribute('aria-labelledby')
      part.setAttribute('aria-label', name)
    }
  }
}

const nameAll = () => [nameCells, nameDateTimes, nameSelect2].forEach((name) => name(document))

for (const empty of document.querySelectorAll('th.original:empty')) {
  const cell = document.createElement('td')
  cell.className = empty.className
  empty.replaceWith(cell)
}
// On a phone a row of a list stands from above to below, each cell with the name of its column.
const columns = [...document.querySelectorAll('#result_list thead th')].map((head) => head.querySelector('.text')?.textContent.trim() ?? '')
for (const row of document.querySelectorAll('#result_list tbody tr')) {
  for (const [number, cell] of [...row.children].entries()) if (columns[number]) cell.dataset.column = columns[number]
}
// Select2 and new rows of an inline come later than this script.
window.addEventListener('load', () => window.setTimeout(nameAll, 0))
document.addEventListener('formset:added', nameAll)
nameAll()
