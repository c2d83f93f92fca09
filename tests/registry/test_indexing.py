"""What does the search engine learn of a product's linked definitions?"""

import pytest

from registry import indexing, publishing
from registry.addresses import Ref
from tests.registry.hospital import OWNER, a_contract

BEDS = Ref(agency="doh", product="hospital-beds")


@pytest.mark.parametrize(
    ("definition", "terms"),
    [
        ("{type: glossary, url: 'https://a.example/glossary/surge-bed'}", ("surge bed",)),
        ("{type: glossary, url: 'https://a.example/terms#surge_bed'}", ("surge bed",)),
        ("{type: glossary, url: 'https://a.example/x/', description: A bed}", ("A bed",)),
        ("{type: glossary, url: 'https://a.example/'}", ()),
        ("{type: canonicalUrl, url: 'https://a.example/products/doh/beds'}", ()),
    ],
)
def test_a_linked_definition_is_found_by_its_words_and_not_by_its_address(
    runtime, definition, terms
):
    """Reasons such as "Term: https://…" tell nobody why a product was found."""
    source = a_contract() + f"authoritativeDefinitions:\n  - {definition}\n".encode()
    publishing.publish(runtime, OWNER, BEDS, source)

    with runtime.read() as session:
        [document] = indexing.documents(session)

    assert document.terms == terms


def test_synonyms_of_an_element_are_other_names_for_it(runtime):
    """Whoever looks for one finds what is written under the other, here or elsewhere."""
    text = a_contract().decode().replace("apiVersion: v3.1.0", "apiVersion: v3.2.0")
    synonyms = "synonyms: [{synonym: staffed beds}, {synonym: bed capacity}]"
    source = text.replace("schema:\n  - ", f"schema:\n  - {synonyms}\n    ", 1)
    publishing.publish(runtime, OWNER, BEDS, source.encode())

    with runtime.read() as session:
        [document] = indexing.documents(session)

    [names] = document.alternatives
    assert names[1:] == ("staffed beds", "bed capacity")
