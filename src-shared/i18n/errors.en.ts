/** English: a sentence for each error that a command can end with. */

export const errorsEn = {
  'error.contract.malformed': 'The desk did not understand the screen. Reload the page.',
  'error.contract.unknown-command': 'The desk is of another version than the screen. Reload the page.',
  'error.desk.not-enrolled': 'This desk has not been enrolled yet.',
  'error.desk.already-enrolled': 'This desk has been enrolled already.',
  'error.desk.nothing-picked': 'Choose the performance first, then read the card again.',
  'error.desk.performance-unknown': 'This performance is no longer on sale here. Choose another.',
  'error.desk.scan-replaced': 'Another card has been read since. Nothing was recorded for the one before.',
  'error.desk.not-accepted': 'This cannot be recorded as it stands. Nothing was recorded.',
  'error.desk.needs-deliberation': 'There is something to check first. Nothing was recorded.',
  'error.desk.unknown-acquisition': 'That ticket is not known here.',
  'error.desk.already-undone': 'That ticket has been taken back already.',
  'error.desk.handed-over-elsewhere': 'Another desk has handed this ticket over. It is taken back there.',
  'error.desk.cannot-correct':
    'The number cannot be changed to that here. Check how many children the card admits, or take the ticket back and hand it over anew.',
  'error.desk.no-basket': 'There is no group open. Nothing was recorded.',
  'error.desk.basket-full': 'The group is as large as one group can be. Record it, then begin another.',
  'error.desk.nothing-to-record': 'There is nothing to record yet. Read a card first.',
  'error.desk.not-durable': 'The ticket could not be saved on this machine. Nothing was recorded: note it on paper.',
  'error.desk.partial-scan': 'That was not a whole scan. Read the card again.',
  'error.desk.no-demo': 'This works with the demo registry only.',
  'error.desk.failed': 'The desk did not answer. Try again.',
  'error.registry.unreachable': 'The registry does not answer. Check the address and the network.',
  'error.registry.not-the-contract': 'There is something else than the registry at that address.',
  'error.registry.wrong-login': 'The user name or the password is wrong.',
  'error.registry.throttled': 'Too many attempts. Wait a moment, then try again.',
  'error.registry.password-change-needed':
    'This password is temporary. Set one of your own first, then enrol the desk.',
  'error.registry.refused': 'The registry refused.',
} as const;
