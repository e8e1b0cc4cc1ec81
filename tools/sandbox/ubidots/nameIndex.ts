/** Items by a name. Two may share one: direct access can put what the API would refuse. */
export class NameIndex<T> {
	private readonly byName = new Map<string, T[]>();

	get(name: string): T[] {
		return this.byName.get(name) ?? [];
	}

	add(name: string, item: T): void {
		const held = this.byName.get(name);
		if (held) held.push(item);
		else this.byName.set(name, [item]);
	}

	remove(name: string, item: T): void {
		const rest = this.get(name).filter((held) => held !== item);
		if (rest.length > 0) this.byName.set(name, rest);
		else this.byName.delete(name);
	}

	clear(): void {
		this.byName.clear();
	}
}
