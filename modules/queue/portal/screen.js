// The call screen where scripts run: live by server-sent events, spoken by the browser's own voice. After a cut of the
// network or a restart it begins with the state as it stands, says the calls it missed, and none twice.
;(function () {
  'use strict'
  var body = document.body
  var find = function (selector, within) {
    return (within || document).querySelector(selector)
  }
  var offline = find('[data-offline]')
  var voice = find('[data-voice]')
  var clock = find('[data-clock]')
  var nextShown = 6
  var kept = 'huiyin-spoken' + body.getAttribute('data-live')

  // Calls that were said or shown already; kept over a reload of the page.
  var known = null
  try {
    known = JSON.parse(sessionStorage.getItem(kept) || 'null')
  } catch (error) {
    void error
  }
  var isNew = known === null
  known = known || []
  var begun = {}
  var remember = function (calls) {
    calls.forEach(function (call) {
      known.push(call.id)
    })
    known = known.slice(-400)
    try {
      sessionStorage.setItem(kept, JSON.stringify(known))
    } catch (error) {
      void error
    }
  }

  // The voice: one call after the other; a browser wants to be touched once before it may speak.
  var mayHear = body.getAttribute('data-speaks') === '1' && 'speechSynthesis' in window
  var lang = document.documentElement.lang
  var spell = function (label) {
    return label.split('').join(' ')
  }
  var say = function (call) {
    if (!mayHear) return
    var words = new SpeechSynthesisUtterance(body.getAttribute('data-say').replace('{label}', spell(call.label)).replace('{window}', call.window))
    words.lang = lang
    words.rate = 0.9
    speechSynthesis.speak(words)
  }
  if (mayHear && voice) {
    voice.hidden = navigator.userActivation ? navigator.userActivation.hasBeenActive : false
    var allow = function () {
      voice.hidden = true
      var silent = new SpeechSynthesisUtterance(' ')
      silent.volume = 0
      speechSynthesis.speak(silent)
    }
    voice.addEventListener('click', allow)
    document.addEventListener('keydown', function (event) {
      if (event.key === 'Enter') allow()
    })
  }

  var cell = function (tag, text) {
    var made = document.createElement(tag)
    made.textContent = text
    return made
  }
  function show(state) {
    var panel = find('[data-queue="' + state.queue + '"]')
    if (!panel) return location.reload()
    var fresh = state.calls.filter(function (call) {
      return known.indexOf(call.id) < 0
    })
    // A display that was just switched on says nothing of what was called before it.
    var isQuiet = isNew && !begun[state.queue]
    begun[state.queue] = true
    var calls = find('[data-calls]', panel)
    calls.textContent = ''
    state.calls.forEach(function (call) {
      var row = document.createElement('p')
      if (fresh.indexOf(call) >= 0 && !isQuiet) row.className = 'fresh'
      row.appendChild(cell('b', call.label))
      row.appendChild(cell('span', call.name))
      row.appendChild(cell('i', call.window))
      calls.appendChild(row)
    })
    find('[data-next]', panel).textContent = state.line.slice(0, nextShown).join('  ')
    find('[data-passed]', panel).textContent = state.passed.slice(-nextShown).join('  ')
    find('[data-waiting]', panel).textContent = body.getAttribute('data-waits').replace('{n}', String(state.waiting))
    remember(fresh)
    if (isQuiet) return
    // The newest comes first in the list, and last in the voice.
    for (var at = fresh.length - 1; at >= 0; at -= 1) {
      if (!fresh[at].serving) say(fresh[at])
    }
  }

  var timer = null
  var sayOffline = function (is) {
    // Each try that fails tells of it anew: the three seconds run from the first one.
    if (is && timer !== null) return
    clearTimeout(timer)
    timer = null
    if (!is) offline.hidden = true
    else
      timer = setTimeout(function () {
        offline.hidden = false
      }, 3000)
  }
  function listen() {
    var stream = new EventSource(body.getAttribute('data-live'))
    stream.addEventListener('open', function () {
      sayOffline(false)
    })
    stream.addEventListener('message', function (event) {
      sayOffline(false)
      show(JSON.parse(event.data))
    })
    stream.addEventListener('error', function () {
      sayOffline(true)
      // While the server is away the browser tries by itself; after an answer that is no stream it does not.
      if (stream.readyState === 2) {
        stream.close()
        setTimeout(listen, 3000)
      }
    })
  }
  var tick = function () {
    var now = new Date()
    clock.textContent = ('0' + now.getHours()).slice(-2) + ':' + ('0' + now.getMinutes()).slice(-2)
  }
  tick()
  setInterval(tick, 5000)
  listen()
})()
