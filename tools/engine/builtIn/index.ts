import type { INodeType } from 'n8n-workflow';

import { CodeNode } from './code';
import { ConditionsNode } from './conditions';
import { CryptoNode } from './crypto';
import { DataTableNode } from './dataTable';
import { BuiltInNode } from './builtInNode';
import { SetNode } from './set';
import { SplitOutNode } from './splitOut';

/** What decides in an example workflow what our nodes get; everything else only hands on. */
const KINDS: Record<string, (name: string) => INodeType> = {
	'n8n-nodes-base.code': (name) => new CodeNode(name),
	'n8n-nodes-base.crypto': (name) => new CryptoNode(name),
	'n8n-nodes-base.dataTable': (name) => new DataTableNode(name),
	'n8n-nodes-base.filter': (name) => new ConditionsNode(name, 1),
	'n8n-nodes-base.if': (name) => new ConditionsNode(name, 2),
	'n8n-nodes-base.set': (name) => new SetNode(name),
	'n8n-nodes-base.splitOut': (name) => new SplitOutNode(name),
};

/** A stand-in for a built-in node, with as much of it as the example workflows need. */
export const builtInNode = (name: string): INodeType =>
	KINDS[name]?.(name) ?? new BuiltInNode(name);
