/** English: what the performance, earlier uses, children, groups and caps say: a title for staff, a sentence to the customer, the next step. */

export const useReasonsEn = {
  'performance.cancelled.title': 'Cancelled',
  'performance.cancelled.say': 'This one has been cancelled, sorry. Shall we look for another?',
  'performance.cancelled.next': 'Offer another performance. Take tickets back that were handed out already.',
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
  'window.reservation-not-open.say': 'You can have these from {opensAt}. Welcome back then!',
  'window.reservation-not-open.next': 'Read the card again when the sale is open.',

  'window.redemption-not-open.title': 'Tickets are handed out from {opensAt}',
  'window.redemption-not-open.say': 'I can give you the ticket from {opensAt}.',
  'window.redemption-not-open.next':
    'A place can be reserved until then. Read the card again when tickets are handed out.',

  'window.reservations-closed.title': 'Reserving has closed',
  'window.reservations-closed.say':
    'This one can no longer be reserved, but come to the counter and we will see what there is.',
  'window.reservations-closed.next': 'If the customer is here with the card, choose Hand over and read it.',

  'attendance.no-ticket.title': 'No ticket with this card is known here',
  'attendance.no-ticket.say': 'May I have a look at your ticket?',
  'attendance.no-ticket.next': 'With a ticket for today: let them in. Without one: choose Hand over and read the card.',

  'attendance.only-reserved.title': 'Reserved {at}, {desk}: the ticket has not been handed over',
  'attendance.only-reserved.say': 'Your ticket is still with us. I will get it for you.',
  'attendance.only-reserved.next': 'Choose Hand over and read the card, then let them in. {delivery}',

  'attendance.again.title': 'Came in already {at}, {desk}',
  'attendance.again.say': 'Welcome back!',
  'attendance.again.next': 'If they stepped out for a moment, go on. One ticket admits one adult. {delivery}',

  'duplicate.same-performance.title': 'Ticket already handed over {at}, {desk}',
  'duplicate.same-performance.say': 'A ticket for this performance has already been collected with this card.',
  'duplicate.same-performance.next': 'One card admits one adult. A mistake can be undone where it was made. {delivery}',

  'duplicate.reserved.title': 'A place is reserved already: {at}, {desk}',
  'duplicate.reserved.say': 'You have a place already, all is well.',
  'duplicate.reserved.next':
    'One card admits one adult. Take back the reservation that is too many where it was made. {delivery}',
  'duplicate.reserved.title.warn': 'Also reserved a second time: {at}, {desk}',
  'duplicate.reserved.next.warn':
    'Hand over one ticket; take back the other reservation where it was made, or let it lapse.',

  'duplicate.same-day.title': 'Has been here today: {at}, {desk}',
  'duplicate.same-day.say': 'Welcome back!',
  'duplicate.same-day.next': 'If this is a new visit, go on. {delivery}',

  'reservation.found.title': 'Reserved {at}, {desk}',
  'reservation.found.say': 'Welcome! Your reservation is here.',
  'reservation.found.next': 'Hand over the reserved ticket: it has its place. {delivery}',

  'reservation.lapsed.title': 'There was a reservation of {at}; it has lapsed',
  'reservation.lapsed.say': 'Your reservation had run out, so let me see what there is.',
  'reservation.lapsed.next': 'This is a new ticket, with a place of its own.',

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
  'children.over-limit.next.warn': 'You judge: go on if the family is together, else lower the number.',

  'children.over-reserved.title': {
    by: 'most',
    one: 'Reserved elsewhere with {most} child',
    other: 'Reserved elsewhere with {most} children',
  },
  'children.over-reserved.say': 'Let me check how many places were reserved.',
  'children.over-reserved.next':
    'Another desk holds these places: hand over as many as were reserved, or have it add the children.',

  'group.card-twice.title': 'This card is in the group already',
  'group.card-twice.say': 'I have this one already, thank you. Who is next?',
  'group.card-twice.next': 'Drop this line and read the next member’s card.',
  'group.card-twice.say.warn': 'Are two of you coming along as workers?',
  'group.card-twice.next.warn': 'If a second worker comes along, keep the line; if not, drop it.',

  'group.too-few-places.title': 'The group needs {needed} places, {left} left here',
  'group.too-few-places.say': 'There is not room for all of you together here. What would you like to do?',
  'group.too-few-places.next':
    'Nothing has been recorded. Let the group choose: another performance, or fewer of them (drop lines).',

  'group.without-community-card.title': 'No community card in the group',
  'group.without-community-card.say': 'Is a worker coming along with you?',
  'group.without-community-card.next':
    'Read the worker’s card. Without a worker each card is a ticket of its own: go on.',

  'cap.reached.title': 'All Kaikukortti places have been given',
  'cap.reached.say': 'The places for this one have all been given. Shall we look for another?',
  'cap.reached.next': 'Offer another performance. An undone ticket frees a place.',

  'cap.no-lease.title': 'No place left at this desk right now',
  'cap.no-lease.say': 'One moment, I am checking whether there is a place.',
  'cap.no-lease.next': 'There may be places elsewhere: read the card again in a moment, or when the network is back.',

  'assistance.support-persons-off.title': 'Support persons need a ticket here',
  'assistance.support-persons-off.say':
    'An assistant, interpreter or guide comes along, a support person with a ticket of their own.',
  'assistance.support-persons-off.next':
    'The organiser has chosen so. Assistants, interpreters and guides are always admitted, without being asked why.',
  'assistance.seat.title': 'A seat for the assistant',
  'assistance.seat.say': 'Would you like to have the assistant next to you? Then remember that seat too.',
  'assistance.seat.next': 'The customer sees to the seat: remind of it.',

  'fee.due.title': { by: 'tickets', one: 'Service fee {euros}', other: 'Service fee {total} ({tickets} × {euros})' },
  'fee.due.say': 'The service fee is {total}, please.',
  'fee.due.next': 'Take the fee at your own till: it is only noted here.',

  'use.delivered': 'The registry knows of it.',
  'use.notDelivered': 'The registry does not know of it yet.',
} as const;
