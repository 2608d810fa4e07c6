// The own place in line, live where scripts run. Written for browsers of 2018; without it the page renews itself.
;(function () {
  'use strict'
  var card = document.querySelector('[data-line]')
  if (!card || !('EventSource' in window)) return
  var word = function (name) {
    return card.getAttribute('data-say-' + name)
  }
  var label = card.getAttribute('data-label')
  var sentence = card.querySelector('[data-sentence]')
  var detail = card.querySelector('[data-detail]')
  var say = function (what, more) {
    if (sentence.textContent !== what) sentence.textContent = what
    detail.textContent = more
  }
  var state = card.getAttribute('data-state')
  function show(queue) {
    var at = queue.line.indexOf(label)
    var call = queue.calls.filter(function (each) {
      return each.label === label
    })[0]
    var now = at >= 0 ? 'waiting' : call ? (call.serving ? 'serving' : 'called') : 'elsewhere'
    if (now === 'elsewhere') {
      // Passed, away or finished: the server says it in words. Once, or a page that stands still would renew itself for ever.
      if (state === 'waiting' || state === 'called' || state === 'serving') location.reload()
      return
    }
    if (call) {
      if (now !== state && now === 'called' && navigator.vibrate) navigator.vibrate([300, 150, 300])
      say(word(now).replace('{window}', call.window), '')
    } else {
      var wait = queue.waits[at]
      say(at === 0 ? word('first') : word('place').replace('{n}', String(at)), queue.open === 0 ? word('closed') : wait[2] <= 1 ? word('soon') : word('wait').replace('{low}', String(Math.floor(wait[0]))).replace('{high}', String(Math.ceil(wait[2]))))
    }
    state = now
  }
  var listen = function () {
    var stream = new EventSource(card.getAttribute('data-line'))
    stream.addEventListener('message', function (event) {
      show(JSON.parse(event.data))
    })
    stream.addEventListener('error', function () {
      if (stream.readyState !== 2) return
      stream.close()
      setTimeout(listen, 5000)
    })
  }
  listen()
})()
