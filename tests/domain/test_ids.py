"""Ids that tell whose they are."""

from curator.domain.ids import bound_id, is_bound, is_uuid, new_id


def test_an_id_is_bound_to_its_owner_and_to_nobody_else() -> None:
    made = [bound_id("Ann") for _ in range(100)]
    assert all(is_uuid(one) and is_bound(one, "Ann") and not is_bound(one, "Ben") for one in made)
    assert not any(is_bound(new_id(), "Ann") for _ in range(100))


def test_bound_ids_sort_in_the_order_in_which_they_were_made() -> None:
    made = [bound_id("Ann") if number % 2 else new_id() for number in range(5000)]
    assert made == sorted(set(made))
