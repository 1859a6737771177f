/** The commonest passwords of lists of leaked ones, and those that this register's name invites; in lower case. */
export const COMMONEST: ReadonlySet<string> = new Set(
  `password passwords passw0rd p@ssword p@ssw0rd passwordpassword letmein welcome welcomehome administrator superman
  princess sunshine football baseball basketball iloveyou iloveyouforever whatever trustno1 starwars computer internet
  qwerty qwertyuiop qwertyuiopå qwertyqwerty qwerty123456 qwertz asdfghjkl asdfghjklö zxcvbnm asdfasdf asdfasdfasdf
  1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx3edc q1w2e3r4t5 q1w2e3r4t5y6 qazwsxedc qazwsxedcrfv abc123 abc123abc123
  abcdefghij abcd1234 a1b2c3d4e5 123123123 1231231234 123456789a 1234512345 123123123123 112233445566 1122334455 0987654321
  12345678910 123456789012 9876543210 1111111111 0000000000 11111111111 0123456789 123qweasdzxc 123qwe123qwe changeme
  changemenow secret secretsecret salasana salasanasalasana salasana123 tervetuloa perkele perkeleperkele saatana jumalauta
  kissakissa koirakoira rakastansinua minärakastansinua jääkiekko jalkapallo suomi suomisuomi helsinki lösenord lösenordet
  välkommen hejsan hejhejhej hejhejhejhej älskar jagälskardig sommar sommar2026 kesä kesä2026 talvi talvi2026 syksy kevät
  kulttuuri kulttuuripassi kulttuurikortti kultur kulturkort kaiku kaikukaiku kaikukortti kaikukanta kaikukort kaikukortet
  kaikudesk kaiku-demo kaikukorttikaikukortti`.split(/\s+/),
);
