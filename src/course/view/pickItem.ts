import * as vscode from 'vscode';
import { findItems, type PlacedItem } from '../../shared/find.ts';
import type { CourseItem, Specialization } from '../../shared/model.ts';
import { kindIcon, stateText } from './courseRows.ts';

interface ItemPick extends vscode.QuickPickItem {
  readonly item: CourseItem;
}

/**
 * Lets the user search titles and objectives; resolves to `undefined` when the pick is left.
 * @param fits which items are offered; all by default
 */
export function pickItem(
  course: Specialization,
  placeholder: string,
  fits: (item: CourseItem) => boolean = () => true,
): Promise<CourseItem | undefined> {
  return new Promise((resolve) => {
    const picker = vscode.window.createQuickPick<ItemPick>();
    const search = (query: string) => {
      picker.items = findItems(course, query)
        .filter(({ item }) => fits(item))
        .map(toPick);
    };
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
