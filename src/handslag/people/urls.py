from django.urls import path

from .views import kept_forms, own_contact, preferences

urlpatterns = [
    path("language/", preferences.change, name="language"),
    path("display/", preferences.display, name="display"),
    path("account/contact/", own_contact.contact, name="own_contact"),
    path("account/contact/email/", own_contact.address, name="own_address"),
    path("account/contact/email/code/", own_contact.code, name="own_address_code"),
    path("kept-form/", kept_forms.show, name="kept_form"),
    path("kept-form/removal/", kept_forms.remove, name="kept_form_removal"),
]
