// Keeps what is typed into a form with data-draft: soon after the last key, now and then while typing, and when the page is left.
// Without this file "Continue" and a form that fails keep it too. The words come from templates/drafts/kept.html.
const AFTER = 2000 // ms after the last key
const AT_LEAST = 10000 // ms between two while typing, and before it is tried again

class Keeper {
  constructor (form) {
    this.form = form
    this.status = form.querySelector('[data-draft-status]')
    this.window = String(Math.random()).slice(2)
    this.dirty = false
    this.leaving = false
    this.trouble = ''
    this.since = 0
    for (const kind of ['input', 'change']) form.addEventListener(kind, () => this.typed())
    form.addEventListener('submit', (event) => this.sending(event))
    window.addEventListener('online', () => this.trouble && this.save())
    window.addEventListener('focus', () => this.trouble && this.save())
    window.addEventListener('pagehide', () => this.save({ keepalive: true }))
    window.addEventListener('pageshow', (event) => { if (event.persisted) this.leaving = false })
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') this.save({ keepalive: true })
      else if (this.trouble) this.save()
    })
  }

  typed () {
    const now = Date.now()
    if (!this.dirty) this.since = now
    this.dirty = true
    this.later(Math.max(0, Math.min(AFTER, this.since + AT_LEAST - now)))
  }

  later (wait) {
    window.clearTimeout(this.timer)
    this.timer = window.setTimeout(() => this.save(), wait)
  }

  // What was typed, without files.
  body () {
    const typed = new FormData(this.form)
    for (const [name, value] of [...typed]) if (value instanceof File) typed.delete(name)
    typed.set('draft_window', this.window)
    return new URLSearchParams(typed)
  }

  // One save at a time. Resolves to whether all that was typed is saved.
  async save ({ keepalive = false } = {}) {
    window.clearTimeout(this.timer)
    if (!this.dirty || this.leaving) return !this.trouble
    if (this.under && !keepalive) {
      this.later(AFTER)
      return false
    }
    this.dirty = false
    this.since = Date.now()
    this.under = new AbortController()
    try {
      this.tell(await this.post(keepalive))
    } catch {
      if (!this.leaving) this.fail('offline')
    } finally {
      this.under = null
    }
    return !this.trouble
  }

  async post (keepalive) {
    const ask = () => fetch(this.status.dataset.keep, { method: 'POST', body: this.body(), redirect: 'manual', keepalive, signal: this.under.signal })
    const answer = await ask()
    if (answer.status !== 403) return answer
    this.refused = await this.freshToken()
    return this.refused ? answer : ask()
  }

  // After signing in anew the page's token is old. '' when there is a new one, for the same person; else why there is none.
  async freshToken () {
    const answer = await fetch(this.status.dataset.token, { redirect: 'manual' })
    if (!answer.ok) return 'signedOut'
    const { token, of } = await answer.json()
    if (of !== this.form.elements.draft_of.value) return 'another'
    for (const box of document.querySelectorAll('input[name=csrfmiddlewaretoken]')) box.value = token
    return ''
  }

  tell (answer) {
    if (answer.status === 204) {
      this.trouble = ''
      const at = answer.headers.get('Draft-Saved')
      const over = answer.headers.get('Draft-Saved-Over')
      if (at) this.say(this.status.dataset[over ? 'over' : 'saved'].replace('TIME', at).replace('OTHER', over))
    } else if (answer.type === 'opaqueredirect') this.fail('signedOut')
    else if (answer.status === 403) this.fail(this.refused || 'another')
    else if (answer.status === 413) this.fail('tooLarge', { again: false })
    else this.fail('failed')
  }

  fail (word, { again = true } = {}) {
    this.trouble = again ? word : ''
    this.dirty = this.dirty || again
    this.say(this.status.dataset[word], true)
    if (again) this.later(AT_LEAST)
  }

  // Said anew only when it is something else: a minute is announced once.
  say (words, bad = false) {
    this.form.querySelector('[data-draft-sign-in]')?.toggleAttribute('hidden', words !== this.status.dataset.signedOut)
    if (this.status.textContent !== words) this.status.textContent = words
    this.status.classList.toggle('cp-draft__status--bad', bad)
  }

  // What could not be saved is not sent into nowhere either: first it is saved, and the token made fresh.
  async sending (event) {
    if (!this.trouble) {
      this.leaving = true
      this.under?.abort()
      window.clearTimeout(this.timer)
      return
    }
    event.preventDefault()
    this.dirty = true
    if (await this.save()) this.form.requestSubmit(event.submitter)
    else this.status.scrollIntoView({ block: 'center' })
  }
}

for (const form of document.querySelectorAll('form[data-draft]')) {
  if (form.querySelector('[data-draft-status]')) new Keeper(form)
}
for (const link of document.querySelectorAll('[data-draft-go-on]')) {
  link.addEventListener('click', (event) => {
    event.preventDefault()
    link.closest('form').querySelector('input:not([type=hidden]), textarea, select')?.focus()
  })
}
