// What a page gains where scripts run: a draft on the device, a count, a check of files before they travel, reading
// aloud, printing. Written for browsers of 2018 (chrome64, safari12) and served as it stands; every page works without it.
;(function () {
  'use strict'
  var each = function (list, work) {
    for (var at = 0; at < list.length; at += 1) work(list[at], at)
  }
  var all = function (selector, within) {
    return (within || document).querySelectorAll(selector)
  }
  var store = {
    read: function (key) {
      try {
        return JSON.parse(localStorage.getItem(key) || 'null')
      // oxlint-disable-next-line no-unused-vars -- a catch without a name is younger than these browsers
      } catch (error) {
        return null
      }
    },
    write: function (key, value) {
      try {
        if (value === null) localStorage.removeItem(key)
        else localStorage.setItem(key, JSON.stringify(value))
        return true
      // oxlint-disable-next-line no-unused-vars -- a catch without a name is younger than these browsers
      } catch (error) {
        return false
      }
    },
  }

  // The draft: kept on this device only, two weeks at most, gone once the receipt is shown.
  var draftKey = 'huiyin-draft'
  var longest = 14 * 86400000
  var fieldsOf = function (form) {
    return all('[data-draft]', form)
  }
  function keepDraft(form) {
    var values = {}
    var isEmpty = true
    each(fieldsOf(form), function (field) {
      if (field.type === 'radio' && !field.checked) return
      values[field.name] = field.type === 'checkbox' ? field.checked : field.value
      if (field.tagName === 'TEXTAREA' && field.value.trim() !== '') isEmpty = false
    })
    store.write(draftKey, isEmpty ? null : { at: new Date().getTime(), values: values })
  }
  function fillFrom(form, values) {
    each(fieldsOf(form), function (field) {
      var value = values[field.name]
      if (value === undefined || field.getAttribute('data-draft') === 'given') return
      if (field.type === 'radio') field.checked = field.value === value
      else if (field.type === 'checkbox') field.checked = value === true
      else field.value = value
    })
  }
  function startDraft(form) {
    var kept = store.read(draftKey)
    var box = form.querySelector('[data-draft-box]')
    var area = form.querySelector('textarea[data-draft]')
    if (kept && kept.values && new Date().getTime() - kept.at < longest && area && area.value === '') {
      fillFrom(form, kept.values)
      if (box) {
        box.hidden = false
        box.querySelector('button').addEventListener('click', function () {
          store.write(draftKey, null)
          each(fieldsOf(form), function (field) {
            if (field.type !== 'radio' && field.tagName !== 'SELECT' && field.getAttribute('data-draft') !== 'given') field.value = ''
          })
          box.hidden = true
          area.focus()
        })
      }
    }
    form.addEventListener('input', function () {
      keepDraft(form)
    })
    form.addEventListener('change', function () {
      keepDraft(form)
    })
  }

  function startCount(area) {
    var line = document.getElementById(area.getAttribute('data-count'))
    if (!line) return
    var most = Number(area.getAttribute('maxlength'))
    var show = function () {
      line.textContent = line.getAttribute('data-says').replace('{n}', String(area.value.length)).replace('{most}', String(most))
    }
    area.addEventListener('input', show)
    show()
  }

  // Files too many or too large are said before they are sent over a slow line.
  function startFiles(input) {
    var line = document.getElementById(input.getAttribute('data-check'))
    if (!line) return
    var says = function (name) {
      return line.getAttribute('data-' + name)
    }
    var judge = function () {
      var files = input.files || []
      var total = 0
      var fault = files.length > Number(says('most')) ? says('many') : ''
      each(files, function (file) {
        total += file.size
        if (file.size === 0) fault = says('empty').replace('{name}', file.name)
        if (file.size > Number(says('bytes'))) fault = says('large').replace('{name}', file.name)
      })
      if (fault === '' && total > Number(says('total'))) fault = says('together')
      line.textContent = fault !== '' ? fault : files.length === 0 ? '' : says('chosen').replace('{n}', String(files.length)).replace('{size}', (total / 1048576).toFixed(1))
      line.className = fault !== '' ? 'wrong' : 'soft'
      return fault
    }
    input.addEventListener('change', judge)
    input.form.addEventListener('submit', function (event) {
      if (judge() !== '') {
        event.preventDefault()
        input.focus()
      }
    })
  }

  // One press is one matter; the server sees to it as well.
  function startOnce(form) {
    form.addEventListener('submit', function (event) {
      var button = form.querySelector('button[type=submit]')
      if (event.defaultPrevented || !button) return
      if (form.getAttribute('data-sent') === '1') return event.preventDefault()
      form.setAttribute('data-sent', '1')
      form.setAttribute('data-said', button.textContent)
      button.textContent = form.getAttribute('data-once')
      button.setAttribute('aria-disabled', 'true')
    })
  }

  function startAloud(place) {
    if (!('speechSynthesis' in window) || !('SpeechSynthesisUtterance' in window)) return
    var button = document.createElement('button')
    var speaking = false
    button.type = 'button'
    button.className = 'quiet'
    var rest = function () {
      speaking = false
      button.textContent = place.getAttribute('data-aloud')
      button.setAttribute('aria-pressed', 'false')
    }
    rest()
    button.addEventListener('click', function () {
      window.speechSynthesis.cancel()
      if (speaking) return rest()
      speaking = true
      button.textContent = place.getAttribute('data-hush')
      button.setAttribute('aria-pressed', 'true')
      var parts = all('h1, h2, h3, p, li, dt, dd, label, legend, th, td', document.getElementById('main'))
      var texts = []
      each(parts, function (part) {
        if (!part.querySelector('p, li') && part.offsetParent !== null && part.textContent.trim() !== '') texts.push(part.textContent.trim())
      })
      each(texts, function (text, at) {
        var said = new SpeechSynthesisUtterance(text)
        said.lang = document.documentElement.lang
        said.rate = 0.9
        if (at === texts.length - 1) said.onend = rest
        window.speechSynthesis.speak(said)
      })
    })
    window.addEventListener('pagehide', function () {
      window.speechSynthesis.cancel()
    })
    place.appendChild(button)
  }

  each(all('form[data-keeps]'), startDraft)
  each(all('textarea[data-count]'), startCount)
  each(all('input[data-check]'), startFiles)
  each(all('form[data-once]'), startOnce)
  if (document.querySelector('[data-receipt]')) store.write(draftKey, null)
  if (document.body.className.indexOf('elder') !== -1) each(all('[data-aloud]'), startAloud)
  each(all('button[data-print]'), function (button) {
    button.hidden = false
    button.addEventListener('click', function () {
      window.print()
    })
  })
  // At a machine that many use: once nobody touches it for a while, or somebody goes back to a page of the one before, its
  // first screen again.
  each(all('a[data-still]'), function (link) {
    var timer
    var leave = function () {
      location.replace(link.href)
    }
    var wait = function () {
      clearTimeout(timer)
      timer = setTimeout(leave, Number(link.getAttribute('data-still')) * 1000)
    }
    each(['click', 'touchstart', 'keydown', 'input', 'scroll'], function (name) {
      document.addEventListener(name, wait, { passive: true })
    })
    window.addEventListener('pageshow', function (event) {
      if (event.persisted || (performance.navigation || {}).type === 2) leave()
    })
    wait()
  })
  // The code in the picture of a receipt stands behind the # and so never travels to a server's log.
  var code = decodeURIComponent(location.hash.slice(1))
  each(all('input[data-from-hash]'), function (input) {
    if (/^[0-9A-Za-z-]{12,16}$/.test(code) && input.value === '') {
      input.value = code
      history.replaceState(null, '', location.pathname)
      var next = document.getElementById('tail')
      if (next) next.focus()
    }
  })
  // Coming back by the back button, a form may be sent again.
  window.addEventListener('pageshow', function (event) {
    if (!event.persisted) return
    each(all('form[data-sent]'), function (form) {
      var button = form.querySelector('button[type=submit]')
      button.textContent = form.getAttribute('data-said')
      button.removeAttribute('aria-disabled')
      form.removeAttribute('data-sent')
    })
  })
})()
