// Everything works without this file; it only makes things handier.
import { initAll } from './govuk-frontend.min.js'
import './copy.js'
import './drafts.js'
import './reveal.js'

// GOV.UK Frontend looks for this class. Set here and not inline: the content security policy allows no inline script.
document.body.classList.add('js-enabled', 'govuk-frontend-supported')
initAll()

// A filter stands open on a wide screen and without JavaScript; on a phone it is folded, so that the list comes first.
const narrow = window.matchMedia('(max-width: 40.0525em)')
for (const filter of document.querySelectorAll('details[data-filter]')) {
  const fit = () => { filter.open = !narrow.matches }
  fit()
  narrow.addEventListener('change', fit)
  filter.dataset.ready = ''
}

// Whoever prints a page wants what is folded too.
window.addEventListener('beforeprint', () => {
  for (const folded of document.querySelectorAll('details:not([open])')) {
    folded.open = true
    folded.dataset.openedForPrint = ''
  }
})
window.addEventListener('afterprint', () => {
  for (const opened of document.querySelectorAll('details[data-opened-for-print]')) {
    opened.open = false
    delete opened.dataset.openedForPrint
  }
})

// A link to a clause or an act inside something folded opens it.
const openTarget = () => {
  const target = document.getElementById(decodeURIComponent(window.location.hash.slice(1)))
  const folded = target?.closest('details')
  if (folded) folded.open = true
}
window.addEventListener('hashchange', openTarget)
openTarget()

// A list whose rows can be ticked gets one box that ticks all of this page.
for (const table of document.querySelectorAll('table[data-tick-all]')) {
  const boxes = table.querySelectorAll('tbody input[type="checkbox"]')
  const item = document.createElement('div')
  item.className = 'govuk-checkboxes govuk-checkboxes--small cp-queue__all'
  item.innerHTML = '<div class="govuk-checkboxes__item"><input class="govuk-checkboxes__input" type="checkbox" id="tick-all"><label class="govuk-label govuk-checkboxes__label" for="tick-all"></label></div>'
  item.querySelector('label').textContent = table.dataset.tickAll
  const all = item.querySelector('input')
  all.addEventListener('change', () => { for (const box of boxes) box.checked = all.checked })
  table.addEventListener('change', () => { all.checked = [...boxes].every((box) => box.checked) })
  table.before(item)
}
