/** How components reach the view and the actions. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { translate, type MessageParameters } from '../../src-shared/i18n/translate.ts';
import type { MessageKey } from '../../src-shared/i18n/catalogue.ts';
import type { DeskState } from '../../src-shared/desk-api/state.ts';
import type { Actions } from './actions.ts';
import type { View, ViewStore } from './view.ts';

export interface Screen {
  readonly view: ViewStore;
  readonly actions: Actions;
}

export const ScreenContext = createContext<Screen | null>(null);

function useScreen(): Screen {
  const screen = useContext(ScreenContext);
  if (screen === null) throw new Error('a component stands outside of the screen');
  return screen;
}

/** What a person can do. */
export function useActions(): Actions {
  return useScreen().actions;
}

/** A part of the view; the component is drawn again only when that part is another. */
export function useView<Part>(select: (view: View) => Part): Part {
  return useStore(useScreen().view, select);
}

/** A part of the desk's state; only below the screens that are shown while it is known. */
export function useDesk<Part>(select: (desk: DeskState) => Part): Part {
  return useView(({ desk }) => {
    if (desk === null) throw new Error('a component needs the desk before it is known');
    return select(desk);
  });
}

/** Translates into the language of the screen. */
export type Translate = (key: MessageKey, parameters?: MessageParameters) => string;

/** The way to translate, bound to the language of the screen. */
export function useTranslate(): Translate {
  const language = useView((view) => view.language);
  return (key, parameters = {}) => translate(language, key, parameters);
}
