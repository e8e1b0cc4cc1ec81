import type { Attributes } from './filters';
import type { ListOf } from './lists';

interface CatalogItem {
	id?: string;
	label: string;
	name: string;
	createdAt: string;
	description?: string;
}

const attributes: Attributes<CatalogItem> = {
	id: { kind: 'string', read: (item) => item.id ?? null },
	label: { kind: 'string', read: (item) => item.label },
	name: { kind: 'string', read: (item) => item.name },
	description: { kind: 'string', read: (item) => item.description ?? null },
	createdAt: { kind: 'date', read: (item) => item.createdAt },
};

/** GET /organizations/, /roles/ and /dashboards/. */
export function catalogList(items: CatalogItem[]): ListOf<CatalogItem> {
	return {
		items,
		attributes,
		searched: ['label', 'name'],
		sorted: {
			label: (item) => item.label,
			name: (item) => item.name,
			created_at: (item) => item.createdAt,
		},
		present: (item) => item,
	};
}
