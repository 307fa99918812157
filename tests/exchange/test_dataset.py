from pathlib import Path

import orjson
import pytest
from jsonschema import Draft202012Validator, ValidationError, validate

from curator.domain.annotation import FieldState
from curator.domain.annotation import FieldValue as StoredField
from curator.domain.document import DocumentState
from curator.domain.people import Role
from curator.domain.review import AnnotationState, Verdict
from curator.exchange import dataset
from curator.services.schemes import default_scheme
from tests.exchange import made_datasets as made

EXAMPLE = Path(__file__).parents[2].parent / "shared" / "dataset-example.json"


def literals(of: type, key: str) -> set[str]:
    return set(dataset.checker(of).json_schema()["properties"][key]["enum"])


def test_the_schema_in_resources_is_what_the_types_give() -> None:
    assert dataset.SCHEMA.read_text(encoding="utf-8") == dataset.schema_text()


def test_the_schema_is_a_json_schema() -> None:
    Draft202012Validator.check_schema(dataset.json_schema())


def test_the_check_of_the_schema_says_whether_it_is_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert dataset.main(["--check"]) == 0
    assert "up to date" in capsys.readouterr().out


def test_the_schema_takes_a_data_set_with_everything_in_it() -> None:
    whole = made.rich() | {"scheme": default_scheme().model_dump(mode="json")}
    validate(whole, orjson.loads(dataset.SCHEMA.read_bytes()))


def test_the_schema_and_the_types_refuse_alike() -> None:
    schema = dataset.json_schema()
    for change in ({"version": 2}, {"offset_unit": "byte"}, {"extra": 1}, {"people": None}):
        with pytest.raises(ValidationError):
            validate(made.rich() | change, schema)
        with pytest.raises(ValueError, match="1 validation error"):
            dataset.checker(dataset.Dataset).validate_json(orjson.dumps(made.rich() | change))


def test_the_schema_takes_the_example_of_the_design() -> None:
    if not EXAMPLE.is_file():
        pytest.skip("the example of the design is not on this machine")
    validate(orjson.loads(EXAMPLE.read_bytes()), dataset.json_schema())


def test_the_states_of_the_format_are_those_of_the_program() -> None:
    assert literals(dataset.DocumentHead, "state") == set(DocumentState)
    assert literals(dataset.Annotation, "state") == set(AnnotationState)
    assert literals(dataset.FieldValue, "state") == set(FieldState)
    assert literals(dataset.Decision, "verdict") == set(Verdict)
    assert set(dataset.checker(dataset.Person).json_schema()["properties"]["roles"]["items"]["enum"]) == set(Role)


@pytest.mark.parametrize("offset", ["3", 3.0, True, -1, 2**63])
def test_an_offset_is_a_whole_number_and_nothing_like_one(offset: object) -> None:
    span = made.span(made.TEXT, 3, 6) | {"start": offset}
    with pytest.raises(ValueError, match="start"):
        dataset.checker(dataset.QuotedSpan).validate_python(span)


@pytest.mark.parametrize("ident", ["", "a b", "../x", "x" * 101, "é", "a\n", None, 1])
def test_an_id_is_a_short_word_without_blanks(ident: object) -> None:
    with pytest.raises(ValueError, match="id"):
        dataset.checker(dataset.Entity).validate_python(made.rich()["entities"][0] | {"id": ident})


def test_a_field_value_of_the_format_is_one_of_the_program() -> None:
    value = made.stated([{"annotation": "a"}], {"span": made.span(made.TEXT, 0, 3)}, {"annotation": "b"})
    checked = dataset.checker(dataset.FieldValue).validate_python(value)
    assert StoredField.model_validate_json(orjson.dumps(checked)).model_dump(mode="json") == value
