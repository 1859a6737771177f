/** What we use of sodium-native, which brings no types: libsodium's own names and orders of arguments. */
declare module 'sodium-native' {
  const sodium: {
    readonly crypto_box_SEALBYTES: number;
    /** Writes the box, which is SEALBYTES longer than the message. */
    crypto_box_seal(box: Uint8Array, message: Uint8Array, publicKey: Uint8Array): void;
    /** Opens a box into `message`; false where it cannot be opened. Throws where a length is wrong. */
    crypto_box_seal_open(message: Uint8Array, box: Uint8Array, publicKey: Uint8Array, secretKey: Uint8Array): boolean;
  };
  export default sodium;
}
