/** English: each reason's title for staff, a sentence to say to the customer, and the next step. */

export const reasonsEn = {
  'cache.empty.title': 'The card list is not here yet',
  'cache.empty.say': 'Our card list is still on its way. One moment, please.',
  'cache.empty.next': 'Wait until the line below shows the list, then read the card again.',

  'card.malformed.title': 'That is not a card code ({why})',
  'card.malformed.say': 'Let me read that once more.',
  'card.malformed.next': 'Read the card again, or type the code that is printed on it.',
  'malformed.empty': 'nothing was read',
  'malformed.too-short': 'too short',
  'malformed.too-long': 'too long',
  'malformed.characters': 'other characters than letters and digits',
  'malformed.digits': 'too few digits',

  'card.unknown.title': 'The card is not in the register',
  'card.unknown.say': 'Your card is not in the register yet. The place that gave it to you can put that right.',
  'card.unknown.next':
    'Compare the last characters with the card. If they match, the site that handed it out must register it.',

  'card.unknown-stale-cache.title': {
    by: 'hours',
    one: 'Not on this desk’s list, which is {hours} hour old',
    other: 'Not on this desk’s list, which is {hours} hours old',
  },
  'card.unknown-stale-cache.say': 'Our list is a little old, so your card does not show here yet.',
  'card.unknown-stale-cache.next': 'The card may be new. Get the network back and read it again.',

  'card.out-of-use.title': 'The card has been taken out of use',
  'card.out-of-use.say': 'This card is no longer in use. Do you have a newer one with you?',
  'card.out-of-use.next': 'No ticket with this card. The site that handed it out can give a new one.',

  'card.ended.title': 'The card has been ended',
  'card.ended.say': 'The validity of this card has ended. The place that gave it to you can tell you more.',
  'card.ended.next': 'The site that handed it out can extend it. If it just did, read the card again.',

  'card.not-yet-valid.title': 'Valid from {firstDay}',
  'card.not-yet-valid.say': 'Your card begins on {firstDay}. You are warmly welcome from then on.',
  'card.not-yet-valid.next': 'No ticket with this card today. If the card says otherwise, the register prevails.',

  'card.expired.title': 'Last valid on {lastDay}',
  'card.expired.say': 'Your card was valid until {lastDay}. It can be extended where you got it.',
  'card.expired.next': 'No new card is needed, only an extension. If the card says otherwise, the register prevails.',

  'card.community-on-course.title': 'A community card gives no course places',
  'card.community-on-course.say': 'Courses go with a personal Kaikukortti. Does the participant have one?',
  'card.community-on-course.next': 'Read the participant’s own card.',

  'performance.over.title': 'This performance is over',
  'performance.over.say': 'One moment, I will look for the right performance.',
  'performance.over.next': 'Go back to the list and choose the right one.',

  'performance.excluded.title': 'Not available with Kaikukortti: {reason}',
  'performance.excluded.say': 'This one is not included, but let me show you what is.',
  'performance.excluded.next': 'Offer another performance.',

  'performance.sold-out.title': 'Sold out',
  'performance.sold-out.say': 'This one is sold out. Shall we look for another?',
  'performance.sold-out.next': 'Offer another performance.',

  'window.reservation-not-open.title': 'Kaikukortti tickets from {opensAt}',
  'window.reservation-not-open.say': 'Tickets with the card can be had from {opensAt}. Welcome back then!',
  'window.reservation-not-open.next': 'Read the card again when the sale is open.',

  'window.redemption-not-open.title': 'Tickets are handed out from {opensAt}',
  'window.redemption-not-open.say': 'I can give you the ticket from {opensAt}.',
  'window.redemption-not-open.next': 'Read the card again then.',

  'duplicate.same-performance.title': 'Ticket already handed over {at}, {desk}',
  'duplicate.same-performance.say': 'A ticket for this performance has already been collected with this card.',
  'duplicate.same-performance.next': 'One card admits one adult. A mistake can be undone where it was made. {delivery}',

  'children.on-course.title': 'No child places on courses',
  'children.on-course.say': 'The course place is for you alone.',
  'children.on-course.next': 'Set the number of children to 0.',

  'children.over-limit.title': {
    by: 'most',
    one: 'The card admits at most {most} child',
    other: 'The card admits at most {most} children',
  },
  'children.over-limit.say': 'Let me check the number of children once more.',
  'children.over-limit.next': 'Lower the number. If the card says otherwise, the register prevails.',

  'cap.reached.title': 'All Kaikukortti places have been given',
  'cap.reached.say': 'The places for this one have all been given. Shall we look for another?',
  'cap.reached.next': 'Offer another performance. An undone ticket frees a place.',

  'cap.no-lease.title': 'No place left at this desk right now',
  'cap.no-lease.say': 'One moment, I am checking whether there is a place.',
  'cap.no-lease.next': 'There may be places elsewhere: read the card again in a moment, or when the network is back.',

  'card.expires-before-performance.title': 'The card ends on {lastDay}, before the performance',
  'card.expires-before-performance.say': 'Your card ends on {lastDay}. Remember to have it extended.',
  'card.expires-before-performance.next': 'The ticket can be handed over.',

  'duplicate.same-day.title': 'Has been here today: {at}, {desk}',
  'duplicate.same-day.say': 'Welcome back!',
  'duplicate.same-day.next': 'If this is a new visit, go on. {delivery}',

  'card.community-again.title': {
    by: 'times',
    one: 'Already used here once: {at}, {desk}',
    other: 'Already used here {times} times, last {at}, {desk}',
  },
  'card.community-again.say': 'Is another of you coming along with clients?',
  'card.community-again.next': 'If another worker is coming, go on. {delivery}',

  'card.community-without-client.title': 'A worker alone?',
  'card.community-without-client.say': 'Who is coming along with you today?',
  'card.community-without-client.next':
    'Count the clients under 16. Members with cards of their own: go on, then read each card.',

  'cache.stale.title': {
    by: 'hours',
    one: 'The card list is {hours} hour old',
    other: 'The card list is {hours} hours old',
  },
  'cache.stale.say': 'Thank you, just a moment.',
  'cache.stale.next': 'The card is valid on that list. Go on if nothing speaks against it.',

  'use.delivered': 'The registry knows of it.',
  'use.notDelivered': 'The registry does not know of it yet.',
} as const;
