import * as vscode from 'vscode';
import type { CourseFilter } from '../progress/filter.ts';

interface FilterPick extends vscode.QuickPickItem {
  readonly change?: Partial<CourseFilter>;
}

/** Lets the user choose one thing to filter by; the other stays as it is. */
export async function pickFilter(now: CourseFilter): Promise<CourseFilter | undefined> {
  const pick = (label: string, change: Partial<CourseFilter>): FilterPick => {
    const isOn = Object.entries(change).every(([key, value]) => now[key as keyof CourseFilter] === value);
    return { label, change, ...(isOn ? { description: vscode.l10n.t('shown now') } : {}) };
  };
  const separator = (label: string): FilterPick => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const picked = await vscode.window.showQuickPick<FilterPick>(
    [
      separator(vscode.l10n.t('State')),
      pick(vscode.l10n.t('All'), { state: 'all' }),
      pick(vscode.l10n.t('To do'), { state: 'todo' }),
      pick(vscode.l10n.t('Done'), { state: 'done' }),
      separator(vscode.l10n.t('Kind')),
      pick(vscode.l10n.t('All kinds'), { kind: 'all' }),
      pick(vscode.l10n.t('Slides'), { kind: 'slides' }),
      pick(vscode.l10n.t('Labs'), { kind: 'lab' }),
      pick(vscode.l10n.t('Assignments'), { kind: 'assignment' }),
      pick(vscode.l10n.t('Quizzes'), { kind: 'quiz' }),
    ],
    { placeHolder: vscode.l10n.t('Which items do you want to see?') },
  );
  return picked?.change && { ...now, ...picked.change };
}
