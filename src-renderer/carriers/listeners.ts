/** A set of listeners and the way to tell them all. */
export interface Listeners<Message> {
  add(listener: (message: Message) => void): () => void;
  tell(message: Message): void;
}

/** An empty set of listeners. */
export function createListeners<Message>(): Listeners<Message> {
  const listeners = new Set<(message: Message) => void>();
  return {
    add(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tell(message) {
      for (const listener of listeners) listener(message);
    },
  };
}
