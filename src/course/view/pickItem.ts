import * as vscode from 'vscode';
import { findItems, type PlacedItem } from '../../shared/find.ts';
import type { CourseItem, Specialization } from '../../shared/model.ts';
import { kindIcon, stateText } from './courseRows.ts';

interface ItemPick extends vscode.QuickPickItem {
  readonly item: CourseItem;
}

/** What is asked. */
export interface ItemQuestion {
  readonly title: string;
  readonly placeholder: string;
  /** Which items are offered; all by default. */
  readonly fits?: (item: CourseItem) => boolean;
}

/** Lets the user search titles and objectives; resolves to `undefined` when the pick is left. */
export function pickItem(
  course: Specialization,
  { title, placeholder, fits = () => true }: ItemQuestion,
): Promise<CourseItem | undefined> {
  return new Promise((resolve) => {
    const picker = vscode.window.createQuickPick<ItemPick>();
    const search = (query: string) => {
      picker.items = findItems(course, query)
        .filter(({ item }) => fits(item))
        .map(toPick);
    };
    picker.title = title;
    picker.placeholder = placeholder;
    picker.onDidChangeValue(search);
    picker.onDidAccept(() => {
      const [picked] = picker.selectedItems;
      if (!picked) return; // Enter on an empty list: leave what was typed.
      resolve(picked.item);
      picker.hide();
    });
    picker.onDidHide(() => {
      resolve(undefined);
      picker.dispose();
    });
    search('');
    picker.show();
  });
}

function toPick({ item, week, course }: PlacedItem): ItemPick {
  const place = [stateText(item), week.title, course.title].filter(Boolean).join(' · ');
  return {
    item,
    label: item.title,
    description: place,
    detail: week.objectives.map(({ text }) => text).join(' '),
    iconPath: kindIcon(item.kind),
    // The list is searched here, by rules that know objectives and accents; the picker must not filter it again.
    alwaysShow: true,
  };
}
