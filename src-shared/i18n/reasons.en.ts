/** English: what the card and the card list say: a title for staff, a sentence to the customer, the next step. */

export const reasonsEn = {
  'cache.empty.title': 'The card list is not here yet',
  'cache.empty.say': 'Our card list is still on its way. One moment, please.',
  'cache.empty.next': 'Wait until the line below shows the list, then read the card again.',
  'cache.empty.say.warn': 'One moment, please. I am looking at the card.',
  'cache.empty.next.warn':
    'The card cannot be checked now. If nothing on it speaks against it, go on: the registry checks it later.',
  'cache.empty.say.note': 'Thank you, all is well.',
  'cache.empty.next.note':
    'This site accepts the card for now. The registry checks it later, and you will hear of it here.',

  'card.malformed.title': 'That is not a card code ({why})',
  'card.malformed.say': 'Let me read that once more.',
  'card.malformed.next': 'Read the card again, or type the code that is printed on it.',
  'malformed.empty': 'nothing was read',
  'malformed.too-short': 'too short',
  'malformed.too-long': 'too long',
  'malformed.characters': 'other characters than letters and digits',
  'malformed.digits': 'too few digits',
  'malformed.address': 'a web address that does not end in a code',

  'card.check-digit-stripped.title': 'The scanner leaves out the code’s last character',
  'card.check-digit-stripped.say': 'One moment, I will type the code by hand.',
  'card.check-digit-stripped.next':
    'Turn off Code 39 check-digit verification (mod 43) in the scanner. Until then, type the code that is on the card.',

  'card.unknown.title': 'The card is not in the register',
  'card.unknown.say': 'Your card is not in the register yet. The place that gave it to you can put that right.',
  'card.unknown.next':
    'Check the digits against the card: one digit off is another holder’s code. If all match, the site that handed it out must register it.',
  'card.unknown.say.warn': 'Welcome! Enjoy it.',
  'card.unknown.next.warn': 'The card is not in the register, but its ticket has been handed over. Let them in.',

  'card.unknown-stale-cache.title': {
    by: 'hours',
    one: 'Not on this desk’s list, which is {hours} hour old',
    other: 'Not on this desk’s list, which is {hours} hours old',
  },
  'card.unknown-stale-cache.say': 'Our list is a little old, so your card does not show here yet.',
  'card.unknown-stale-cache.next': 'The card may be new. Get the network back and read it again.',
  'card.unknown-stale-cache.say.warn': 'One moment, please. I am looking at the card.',
  'card.unknown-stale-cache.next.warn':
    'The card may be newer than the list. If nothing on it speaks against it, go on: the registry checks it later.',
  'card.unknown-stale-cache.say.note': 'Thank you, all is well.',
  'card.unknown-stale-cache.next.note':
    'This site accepts the card for now. The registry checks it later, and you will hear of it here.',

  'card.out-of-use.title': 'The card has been taken out of use',
  'card.out-of-use.say': 'This card is no longer in use. Do you have a newer one with you?',
  'card.out-of-use.next': 'No ticket with this card. The site that handed it out can give a new one.',
  'card.out-of-use.say.warn': 'Welcome! Do you perhaps have a newer card with you?',
  'card.out-of-use.next.warn': 'The ticket was handed over while the card was valid. Let them in if it is theirs.',

  'card.ended.title': 'The card has been ended',
  'card.ended.say': 'The validity of this card has ended. The place that gave it to you can tell you more.',
  'card.ended.next': 'The site that handed it out can extend it. If it just did, read the card again.',
  'card.ended.say.warn': 'Welcome! Enjoy it.',
  'card.ended.next.warn': 'The ticket was handed over while the card was valid. Let them in.',

  'card.not-yet-valid.title': 'Valid from {firstDay}',
  'card.not-yet-valid.say': 'Your card begins on {firstDay}. You are warmly welcome from then on.',
  'card.not-yet-valid.next': 'No ticket with this card today. If the card says otherwise, the register prevails.',
  'card.not-yet-valid.say.warn': 'Welcome! Enjoy it.',
  'card.not-yet-valid.next.warn': 'The ticket has been handed over already. Let them in.',

  'card.expired.title': 'Last valid on {lastDay}',
  'card.expired.say': 'Your card was valid until {lastDay}. It can be extended where you got it.',
  'card.expired.next': 'No new card is needed, only an extension. If the card says otherwise, the register prevails.',
  'card.expired.say.warn': 'Welcome! Your card can be extended where you got it.',
  'card.expired.next.warn': 'The ticket was handed over while the card was valid. Let them in.',

  'card.community-on-course.title': 'A community card gives no course places',
  'card.community-on-course.say': 'Courses go with a personal card. Does the participant have one?',
  'card.community-on-course.next': 'Read the participant’s own card.',
  'card.community-on-course.say.warn': 'Welcome! Enjoy the course.',
  'card.community-on-course.next.warn': 'The place was given already. Let them in, and tell the organiser.',

  'card.expires-before-performance.title': 'The card ends on {lastDay}, before the performance',
  'card.expires-before-performance.say': 'Your card ends on {lastDay}. Remember to have it extended.',
  'card.expires-before-performance.next': 'Go on. A reserved ticket is handed over only while the card is valid.',

  'card.community-again.title': {
    by: 'times',
    one: 'Already used here once: {at}, {desk}',
    other: 'Already used here {times} times, last {at}, {desk}',
  },
  'card.community-again.say': 'Is another of you coming along?',
  'card.community-again.next': 'If another worker is coming, go on. {delivery}',

  'card.community-without-client.title': 'A worker alone?',
  'card.community-without-client.say': 'Who is coming along with you today?',
  'card.community-without-client.next':
    'Count the clients under 16. Members with cards of their own: read each card as a group (Group).',

  'card.not-seen.title': 'By telephone: the card has not been seen',
  'card.not-seen.say': 'Please have your card with you when you collect the ticket.',
  'card.not-seen.next': 'The card is read when the ticket is handed over.',

  'cache.stale.title': {
    by: 'hours',
    one: 'The card list is {hours} hour old',
    other: 'The card list is {hours} hours old',
  },
  'cache.stale.say': 'Thank you, just a moment.',
  'cache.stale.next': 'The card is valid on that list. Go on if nothing speaks against it.',
} as const;
